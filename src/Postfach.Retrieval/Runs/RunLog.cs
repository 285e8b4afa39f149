using Microsoft.Extensions.Logging;

namespace Postfach.Retrieval;

/// <summary>What runs write into the log: one line each.</summary>
internal static partial class RunLog
{
    public static void Ended(ILogger logger, string source, RunReport report)
    {
        var (fetched, bytes, deleted) = (report.Fetched, report.Bytes, report.Deleted);
        var (missing, seconds) = (report.Missing, (report.Ended - report.Began).TotalSeconds);
        if (report.Error is { } error)
            Failed(logger, source, error, fetched);
        else
            Done(logger, source, fetched, bytes, deleted, missing, seconds);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "source {Source}: {Waiting} deletions wait for a person: {Why}; see 'source show', then 'source confirm'")]
    public static partial void Braked(ILogger logger, string source, string why, int waiting);

    [LoggerMessage(Level = LogLevel.Information, Message = "source {Source}: {Fetched} messages fetched ({Bytes} bytes), {Deleted} deleted there, {Missing} could not be fetched, {Seconds:0.0} s")]
    private static partial void Done(ILogger logger, string source, int fetched, long bytes, int deleted, int missing, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "source {Source}: {Error} ({Fetched} messages fetched before)")]
    private static partial void Failed(ILogger logger, string source, string error, int fetched);
}
