using Microsoft.Extensions.Logging;
using Postfach.Mail;
using Postfach.Protocol.Lmtp;

namespace Postfach.Server.Deliveries;

internal static partial class DeliveryLog
{
    [LoggerMessage(3000, LogLevel.Information, "Delivered {Delivery} from <{Sender}> to {User} for <{Recipient}>: {Octets} octets, {Mailbox} UID {Uids}")]
    public static partial void Delivered(this ILogger logger, string delivery, MailPath? sender, UserName user, MailPath recipient, long octets, MailboxName mailbox, string uids);

    [LoggerMessage(3001, LogLevel.Information, "There is no user for <{Recipient}>")]
    public static partial void RecipientUnknown(this ILogger logger, MailPath recipient);

    [LoggerMessage(3003, LogLevel.Error, "Delivery {Delivery} to {User} failed")]
    public static partial void DeliveryFailed(this ILogger logger, string delivery, UserName user, Exception exception);
}
