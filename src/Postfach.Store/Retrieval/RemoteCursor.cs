namespace Postfach.Store;

/// <summary>How far a mailbox at a provider has been looked through. RFC 9051 §2.3.1.1, RFC 7162 §3.1.2. All zero for POP3, and before the first run.</summary>
/// <param name="HighestModSeq">Zero where the provider has none.</param>
/// <param name="Exists">Messages that were there.</param>
public readonly record struct RemoteCursor(uint UidValidity, uint UidNext, ulong HighestModSeq, uint Exists);
