using Microsoft.Extensions.Logging;

namespace Postfach.Retrieval;

/// <summary>What runs write into the log: one line each.</summary>
internal static partial class RunLog
{
    /// <param name="again">The run before failed in the same way: nobody needs to read it again.</param>
    public static void Ended(ILogger logger, string source, RunReport report, bool again)
    {
        var (fetched, bytes, deleted) = (report.Fetched, report.Bytes, report.Deleted);
        var (missing, seconds) = (report.Missing, (report.Ended - report.Began).TotalSeconds);
        if (report.Error is { } error)
            Failed(logger, again ? LogLevel.Debug : LogLevel.Warning, source, error, fetched);
        else
            Done(logger, source, fetched, bytes, deleted, missing, seconds);
    }

    /// <summary>Two errors that differ at most in a provider's own words, which come behind a colon: the number of the process that has the mailbox, say.</summary>
    public static bool IsAlike(string? before, string? now) => before is not null && now is not null && Ours(before).SequenceEqual(Ours(now));

    private static ReadOnlySpan<char> Ours(string error) => error.IndexOf(": ", StringComparison.Ordinal) is >= 0 and var end ? error.AsSpan(0, end) : error;

    [LoggerMessage(4000, LogLevel.Warning, "source {Source}: {Waiting} deletions wait for a person: {Why}; see 'source show', then 'source confirm'")]
    public static partial void Braked(ILogger logger, string source, string why, int waiting);

    [LoggerMessage(4001, LogLevel.Error, "source {Source}: the account failed")]
    public static partial void Broken(ILogger logger, string source, Exception fault);

    [LoggerMessage(4002, LogLevel.Debug, "source {Source}: waiting for news ended: {Why}")]
    public static partial void WatchEnded(ILogger logger, string source, string why);

    [LoggerMessage(4003, LogLevel.Information, "source {Source}: {Fetched} messages fetched ({Bytes} bytes), {Deleted} deleted there, {Missing} could not be fetched, {Seconds:0.0} s")]
    private static partial void Done(ILogger logger, string source, int fetched, long bytes, int deleted, int missing, double seconds);

    [LoggerMessage(EventId = 4004, Message = "source {Source}: {Error} ({Fetched} messages fetched before)")]
    private static partial void Failed(ILogger logger, LogLevel level, string source, string error, int fetched);
}
