using Postfach.Protocol.Imap;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary>The words for what the store answers to commands about mailboxes. RFC 9051 §7.1.</summary>
internal static class Outcome
{
    public static readonly ImapReply NoSuchMailbox = new ImapReply.No(ImapCode.NonExistent, "There is no such mailbox");
    public static readonly ImapReply TryCreate = new ImapReply.No(ImapCode.TryCreate, "There is no such mailbox; create it first");
    public static readonly ImapReply TooManyKeywords = new ImapReply.No(ImapCode.Limit, "The mailbox would have too many keywords");
    public static readonly ImapReply IsReadOnly = new ImapReply.No(ImapCode.ReadOnly, "The mailbox is selected read-only");
    public static readonly ImapReply BeyondEnd = new ImapReply.Bad("There is no message with such a number");

    public static ImapReply Of(MailboxResult result, string done) => result switch
    {
        MailboxResult.Done => new ImapReply.Ok(done),
        MailboxResult.NoSuchMailbox => NoSuchMailbox,
        MailboxResult.AlreadyExists => new ImapReply.No(ImapCode.AlreadyExists, "There is such a mailbox already"),
        MailboxResult.NotAllowed no => new ImapReply.No(ImapCode.Cannot, no.Why),
        _ => new ImapReply.No(ImapCode.Limit, "There are as many mailboxes or subscriptions as there may be"),
    };

    public static ImapReply Invalid(MailboxArgument argument) => new ImapReply.No(ImapCode.Cannot, argument.Why);
}
