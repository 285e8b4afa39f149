using System.Net;
using Microsoft.Extensions.Logging;

namespace Postfach.Server.Listeners;

internal static partial class ListenerLog
{
    [LoggerMessage(100, LogLevel.Information, "Certificate {File} in use, SHA-256 {Fingerprint}, valid until {NotAfter:yyyy-MM-dd}")]
    public static partial void CertificateInUse(this ILogger logger, string file, string fingerprint, DateTime notAfter);

    [LoggerMessage(101, LogLevel.Error, "The former certificate goes on. {Why}")]
    public static partial void CertificateNotTakenOver(this ILogger logger, string why);

    [LoggerMessage(110, LogLevel.Debug, "Connection accepted")]
    public static partial void ConnectionAccepted(this ILogger logger);

    [LoggerMessage(111, LogLevel.Debug, "Connection ended")]
    public static partial void ConnectionEnded(this ILogger logger);

    [LoggerMessage(112, LogLevel.Debug, "Connection broken: {Why}")]
    public static partial void ConnectionBroken(this ILogger logger, string why);

    [LoggerMessage(113, LogLevel.Error, "Session failed")]
    public static partial void SessionFailed(this ILogger logger, Exception exception);

    [LoggerMessage(114, LogLevel.Warning, "Connection from {Remote} refused: as many are open as the limits allow")]
    public static partial void ConnectionRefused(this ILogger logger, EndPoint? remote);

    [LoggerMessage(115, LogLevel.Warning, "{Count} connections did not end in time and were cut")]
    public static partial void ConnectionsCut(this ILogger logger, int count);

    [LoggerMessage(116, LogLevel.Critical, "{Address} accepts no more connections")]
    public static partial void AcceptFailed(this ILogger logger, ListenAddress address, Exception exception);
}
