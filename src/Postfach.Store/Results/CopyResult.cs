using Postfach.Mail;

namespace Postfach.Store;

/// <summary>What became of a copy (of all messages, or none) or of a move (of all that are still there).</summary>
public abstract record CopyResult
{
    private CopyResult()
    {
    }

    /// <summary>
    /// Durable. The n-th UID of <paramref name="Source"/> became the n-th of <paramref name="Target"/> (RFC 4315 §3). Both are empty when none of
    /// the messages was there any more.
    /// </summary>
    public sealed record Copied(MailboxId Mailbox, UidValidity UidValidity, UidSet Source, UidSet Target, ModSeq ModSeq) : CopyResult;

    /// <summary>The source is gone.</summary>
    public sealed record NoSuchMailbox : CopyResult;

    /// <summary>The target does not exist; RFC 9051 §6.4.7 wants TRYCREATE told.</summary>
    public sealed record NoSuchTarget : CopyResult;

    /// <summary>Some of the messages to be copied are there no more. RFC 9051 §6.4.7: then none is.</summary>
    public sealed record SomeExpunged : CopyResult;

    public sealed record TooManyKeywords : CopyResult;
}
