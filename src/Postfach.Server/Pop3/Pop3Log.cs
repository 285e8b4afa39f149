using Microsoft.Extensions.Logging;

namespace Postfach.Server.Pop3;

internal static partial class Pop3Log
{
    [LoggerMessage(2000, LogLevel.Information, "{User} logged in by POP3: {Messages} messages, {Octets} octets")]
    public static partial void LoggedIn(this ILogger logger, string user, int messages, long octets);

    [LoggerMessage(2001, LogLevel.Information, "A POP3 log-in as {Name} was refused: name and password do not belong together")]
    public static partial void LogInRefused(this ILogger logger, string name);

    [LoggerMessage(2002, LogLevel.Information, "A POP3 log-in as {User} was refused: too many connections")]
    public static partial void TooManyConnections(this ILogger logger, string user);

    [LoggerMessage(2003, LogLevel.Information, "{User} logged out of POP3 and deleted {Messages} messages")]
    public static partial void LoggedOut(this ILogger logger, string user, long messages);

    [LoggerMessage(2004, LogLevel.Information, "A POP3 session ended without QUIT ({Why}); nothing was deleted")]
    public static partial void EndedWithoutQuit(this ILogger logger, string why);

    [LoggerMessage(2005, LogLevel.Error, "POP3 {Command} failed")]
    public static partial void CommandFailed(this ILogger logger, string command, Exception exception);
}
