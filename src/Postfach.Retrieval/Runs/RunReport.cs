namespace Postfach.Retrieval;

/// <summary>What became of a run.</summary>
/// <param name="Fault">Why it broke off; null: it came to its end.</param>
/// <param name="Brake">Why deletions wait for a person; null: they do not.</param>
/// <param name="WaitingDeletions">How many wait for it.</param>
/// <param name="RetryAfter">How long the provider wants to be left alone.</param>
/// <param name="IsDryRun">Nothing was fetched or deleted: the numbers are what would be.</param>
public sealed record RunReport(
    string Source,
    DateTimeOffset Began,
    DateTimeOffset Ended,
    IReadOnlyList<MailboxReport> Mailboxes,
    ProviderFault? Fault,
    string? Error,
    string? Brake,
    int WaitingDeletions,
    TimeSpan? RetryAfter,
    bool IsDryRun)
{
    public int Fetched => Mailboxes.Sum(m => m.Fetched);

    public long Bytes => Mailboxes.Sum(m => m.Bytes);

    /// <summary>Messages that are there and not here.</summary>
    public int Missing => Mailboxes.Sum(m => m.Missing.Count + m.Hidden);

    /// <summary>Messages here whose flags were changed, as they had changed there.</summary>
    public int FlagsChanged => Mailboxes.Sum(m => m.FlagsChanged);

    public int Deleted => Mailboxes.Sum(m => m.Deleted);
}
