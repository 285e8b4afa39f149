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
    /// <summary>Of a run that was not made: the provider was asked nothing.</summary>
    public static RunReport NotMade(string source, DateTimeOffset now, ProviderException why, bool isDryRun) =>
        new(source, now, now, [], why.Fault, why.Message, Brake: null, WaitingDeletions: 0, why.RetryAfter, isDryRun);

    /// <summary>Of a run that needed not be made.</summary>
    /// <param name="mailbox">As the provider calls it; empty for POP3.</param>
    public static RunReport Said(string source, DateTimeOffset now, string mailbox, string note) =>
        new(source, now, now, [new MailboxReport(mailbox, 0, 0, 0, 0, 0, 0, 0, [], [note])], Fault: null, Error: null, Brake: null, WaitingDeletions: 0, RetryAfter: null, IsDryRun: false);

    public int Fetched => Mailboxes.Sum(m => m.Fetched);

    public long Bytes => Mailboxes.Sum(m => m.Bytes);

    /// <summary>Messages that are there and not here.</summary>
    public int Missing => Mailboxes.Sum(m => m.Missing.Count + m.Hidden);

    /// <summary>Messages here whose flags were changed, as they had changed there.</summary>
    public int FlagsChanged => Mailboxes.Sum(m => m.FlagsChanged);

    public int Deleted => Mailboxes.Sum(m => m.Deleted);
}
