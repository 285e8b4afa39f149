using Postfach.Mail;

namespace Postfach.Store;

/// <summary>What became of an append: all of its messages are there, or none.</summary>
public abstract record AppendResult
{
    private AppendResult()
    {
    }

    /// <summary>Durable. The UIDs are in the order of the messages.</summary>
    public sealed record Appended(MailboxId Mailbox, UidValidity UidValidity, UidSet Uids, ModSeq ModSeq) : AppendResult;

    /// <summary>No such mailbox; RFC 9051 §6.3.12 wants TRYCREATE told.</summary>
    public sealed record NoSuchMailbox : AppendResult;

    /// <summary>The mailbox would get more keywords than one may have.</summary>
    public sealed record TooManyKeywords : AppendResult;
}
