using Microsoft.Extensions.Logging;

namespace Postfach.Server.Imap;

/// <summary>What the IMAP sessions log: events 1000 to 1999. No secret is ever an argument.</summary>
internal static partial class ImapLog
{
    [LoggerMessage(1000, LogLevel.Information, "{User} logged in")]
    public static partial void LoggedIn(this ILogger logger, string user);

    [LoggerMessage(1001, LogLevel.Warning, "A log-in as {User} was refused")]
    public static partial void LogInRefused(this ILogger logger, string user);

    [LoggerMessage(1002, LogLevel.Warning, "{User} has too many connections")]
    public static partial void TooManyConnections(this ILogger logger, string user);

    [LoggerMessage(1003, LogLevel.Error, "{Command} failed")]
    public static partial void CommandFailed(this ILogger logger, string command, Exception fault);

    [LoggerMessage(1004, LogLevel.Information, "The session ended without LOGOUT: {Why}")]
    public static partial void EndedWithoutLogout(this ILogger logger, string why);

    [LoggerMessage(1005, LogLevel.Debug, "The client says it is {Client}")]
    public static partial void ClientIdentified(this ILogger logger, string client);

    [LoggerMessage(1006, LogLevel.Debug, "A command could not be read: {Error}")]
    public static partial void SyntaxError(this ILogger logger, string error);

    [LoggerMessage(1007, LogLevel.Error, "Message body {Body} could not be read")]
    public static partial void MessageUnreadable(this ILogger logger, uint body, Exception fault);

    [LoggerMessage(1008, LogLevel.Error, "A search could not be kept up to date")]
    public static partial void ContextEnded(this ILogger logger, Exception fault);
}
