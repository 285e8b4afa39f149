namespace Postfach.Store;

/// <summary>How far a mailbox at a provider has been looked through. RFC 9051 §2.3.1.1, RFC 7162 §3.1.2. All zero for POP3, and before the first run.</summary>
/// <param name="HighestModSeq">Zero where the provider has none.</param>
/// <param name="Exists">Messages that were there.</param>
/// <param name="Unseen">Of those, how many had not been read; asked only where there are no mod-sequences, as a sign that flags have changed.</param>
/// <param name="Hidden">Of those, how many the provider counted and did not show.</param>
/// <param name="Listed">When all of it was last listed, with its flags.</param>
public readonly record struct RemoteCursor(
    uint UidValidity, uint UidNext, ulong HighestModSeq, uint Exists, uint Unseen = 0, uint Hidden = 0, DateTimeOffset? Listed = null)
{
    /// <summary>A STATUS that says the same as this one did means that nothing has changed. Without mod-sequences, that is not sure of flags.</summary>
    public bool IsAt(RemoteCursor status) =>
        (UidValidity, UidNext, HighestModSeq, Exists, Unseen) == (status.UidValidity, status.UidNext, status.HighestModSeq, status.Exists, status.Unseen);
}
