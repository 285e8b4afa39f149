using Postfach.Mail;

namespace Postfach.Store;

/// <summary>One committed change of one mailbox, as every reader of the feed sees it.</summary>
/// <param name="At">When it was committed.</param>
/// <param name="Uids">The messages it is about; empty for changes of the mailbox itself.</param>
/// <param name="Other">The mailbox that messages were copied or moved from (append) or moved to (expunge); null otherwise.</param>
public sealed record FeedRow(ModSeq ModSeq, FeedKind Kind, MailboxId Mailbox, UidSet Uids, MailboxId? Other, DateTimeOffset At, Actor Actor);
