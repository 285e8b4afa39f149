using Postfach.Mail;

namespace Postfach.Store;

/// <summary>What became of making, deleting, renaming or subscribing a mailbox.</summary>
public abstract record MailboxResult
{
    private MailboxResult()
    {
    }

    /// <summary>Durable.</summary>
    public sealed record Done(MailboxId Mailbox, UidValidity UidValidity) : MailboxResult;

    public sealed record NoSuchMailbox : MailboxResult;

    public sealed record AlreadyExists : MailboxResult;

    /// <summary>INBOX cannot be deleted, a mailbox cannot move below itself, or the like; the reason is for its user.</summary>
    public sealed record NotAllowed(string Why) : MailboxResult;

    public sealed record TooMany : MailboxResult;
}
