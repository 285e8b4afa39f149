using Microsoft.Extensions.Logging;

namespace Postfach;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Serving the data folder {Folder}")]
    public static partial void Serving(this ILogger logger, string folder);

    [LoggerMessage(2, LogLevel.Information, "Stopping: {Signal}")]
    public static partial void Stopping(this ILogger logger, string signal);

    [LoggerMessage(3, LogLevel.Warning, "Tidying up takes too long and is left to the next start")]
    public static partial void StoppedLate(this ILogger logger);

    [LoggerMessage(4, LogLevel.Information, "The configuration was read anew")]
    public static partial void Reloaded(this ILogger logger);

    [LoggerMessage(5, LogLevel.Warning, "{Key} was changed; that is taken over at the next start")]
    public static partial void NeedsRestart(this ILogger logger, string key);

    [LoggerMessage(6, LogLevel.Error, "The former configuration goes on. {Why}")]
    public static partial void NotReloaded(this ILogger logger, string why);

    [LoggerMessage(10, LogLevel.Information, "Administrator asked for {Request}")]
    public static partial void AdministratorAsked(this ILogger logger, string request);

    [LoggerMessage(11, LogLevel.Error, "An administrator's request failed")]
    public static partial void AdministrationFailed(this ILogger logger, Exception exception);

    [LoggerMessage(12, LogLevel.Debug, "Control connection broken: {Why}")]
    public static partial void ControlConnectionBroken(this ILogger logger, string why);

    [LoggerMessage(13, LogLevel.Critical, "The control socket accepts no more connections")]
    public static partial void ControlSocketFailed(this ILogger logger, Exception exception);

    [LoggerMessage(7, LogLevel.Debug, "The rehearsal failed; the first client waits a little longer")]
    public static partial void RehearsalFailed(this ILogger logger, Exception exception);

    [LoggerMessage(20, LogLevel.Error, "Housekeeping failed; it is tried again")]
    public static partial void HousekeepingFailed(this ILogger logger, Exception exception);
}
