namespace Postfach.Retrieval;

/// <summary>How far a run is with one mailbox. Immutable.</summary>
/// <param name="Mailbox">As the provider calls it; empty for POP3.</param>
/// <param name="Messages">Committed here.</param>
/// <param name="OfMessages">To be fetched in all.</param>
/// <param name="Bytes">Bytes committed here.</param>
/// <param name="OfBytes">Bytes to be fetched, as the provider says.</param>
public sealed record RunProgress(string Source, string Mailbox, int Messages, int OfMessages, long Bytes, long OfBytes, TimeSpan Elapsed)
{
    /// <summary>Null: nothing can be told yet.</summary>
    public TimeSpan? Left => Bytes > 0 && OfBytes >= Bytes ? Elapsed * ((double)(OfBytes - Bytes) / Bytes) : null;
}
