using Microsoft.Extensions.Logging;

namespace Postfach.Server.Lmtp;

internal static partial class LmtpLog
{
    [LoggerMessage(3002, LogLevel.Information, "A message of {Octets} octets or more from <{Sender}> was refused: {Limit} are allowed")]
    public static partial void MessageTooBig(this ILogger logger, long octets, string sender, long limit);

    [LoggerMessage(3004, LogLevel.Error, "LMTP {Command} failed")]
    public static partial void CommandFailed(this ILogger logger, string command, Exception exception);

    [LoggerMessage(3005, LogLevel.Information, "An LMTP client said nothing for too long")]
    public static partial void TimedOut(this ILogger logger);
}
