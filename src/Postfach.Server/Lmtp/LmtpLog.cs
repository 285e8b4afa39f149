using Microsoft.Extensions.Logging;

namespace Postfach.Server.Lmtp;

internal static partial class LmtpLog
{
    [LoggerMessage(3000, LogLevel.Information, "Delivered {Delivery} from <{Sender}> to {User} for <{Recipient}>: {Octets} octets, {Mailbox} UID {Uids}")]
    public static partial void Delivered(this ILogger logger, string delivery, string sender, string user, string recipient, long octets, string mailbox, string uids);

    [LoggerMessage(3001, LogLevel.Information, "There is no user for <{Recipient}>")]
    public static partial void RecipientUnknown(this ILogger logger, string recipient);

    [LoggerMessage(3002, LogLevel.Information, "A message of {Octets} octets or more from <{Sender}> was refused: {Limit} are allowed")]
    public static partial void MessageTooBig(this ILogger logger, long octets, string sender, long limit);

    [LoggerMessage(3003, LogLevel.Error, "Delivery {Delivery} to {User} failed")]
    public static partial void DeliveryFailed(this ILogger logger, string delivery, string user, Exception exception);

    [LoggerMessage(3004, LogLevel.Error, "LMTP {Command} failed")]
    public static partial void CommandFailed(this ILogger logger, string command, Exception exception);

    [LoggerMessage(3005, LogLevel.Information, "An LMTP client said nothing for too long")]
    public static partial void TimedOut(this ILogger logger);
}
