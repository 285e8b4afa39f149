namespace Postfach.Store;

/// <summary>The number that an account's ledger gives a mailbox at a provider.</summary>
public readonly record struct RemoteMailboxId(long Value);
