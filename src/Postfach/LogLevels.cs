using Microsoft.Extensions.Logging;

namespace Postfach;

/// <summary>How the log calls its levels.</summary>
internal static class LogLevels
{
    public static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "fatal",
    };
}
