using Postfach.Mail;

namespace Postfach.Server.Imap;

/// <summary>
/// The MAILBOXID of a mailbox: it stays when the mailbox gets another name, and is another one once its UIDs begin anew. RFC 8474 §4.
/// </summary>
internal static class MailboxObjectId
{
    public static string Of(MailboxId mailbox, UidValidity uidValidity) => $"F{mailbox.Value}-{uidValidity.Value}";
}
