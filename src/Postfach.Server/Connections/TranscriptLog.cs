using Microsoft.Extensions.Logging;

namespace Postfach.Server.Connections;

internal static partial class TranscriptLog
{
    [LoggerMessage(200, LogLevel.Trace, "C: {Line}")]
    public static partial void ClientSaid(this ILogger logger, string line);

    [LoggerMessage(201, LogLevel.Trace, "C: a message of {Octets} octets")]
    public static partial void ClientSentMessage(this ILogger logger, long octets);

    [LoggerMessage(202, LogLevel.Trace, "S: {Reply}")]
    public static partial void ServerSaid(this ILogger logger, string reply);
}
