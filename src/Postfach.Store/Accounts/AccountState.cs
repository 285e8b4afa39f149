using System.Collections.Immutable;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// All that is known of an account as of one committed change. Immutable: the writer makes the next one out of it, and takes the old one again when a
/// change fails.
/// </summary>
internal sealed record AccountState(
    ModSeq Clock,
    MailboxTree Tree,
    ImmutableDictionary<MailboxId, MailboxVersion> Mailboxes,
    long NextMailbox,
    UidValidity LastUidValidity,
    BodyId NextBody)
{
    /// <summary>No mailbox has given this UID or a greater one.</summary>
    public Uid GreatestUidNext { get; private init; } = Mailboxes.Values.Select(m => m.Head.UidNext).DefaultIfEmpty(new Uid(1)).Max();

    public AccountState With(MailboxVersion version) => this with
    {
        Mailboxes = Mailboxes.SetItem(version.Head.Mailbox, version),
        GreatestUidNext = version.Head.UidNext > GreatestUidNext ? version.Head.UidNext : GreatestUidNext,
    };
}
