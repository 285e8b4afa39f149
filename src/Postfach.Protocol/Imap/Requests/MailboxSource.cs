namespace Postfach.Protocol.Imap.Requests;

/// <summary>Which mailboxes an ESEARCH looks into. RFC 7377 §2.2, RFC 5465 §6.</summary>
/// <param name="Mailboxes">Those that it names; none for the first four.</param>
public sealed record MailboxSource(MailboxSource.Kinds Kind, IReadOnlyList<MailboxArgument> Mailboxes)
{
    public enum Kinds
    {
        /// <summary>The selected one.</summary>
        Selected,

        /// <summary>Those that mail is delivered to.</summary>
        Inboxes,

        /// <summary>All of the user's own.</summary>
        Personal,
        Subscribed,

        /// <summary>The named ones, and all below them.</summary>
        Subtree,

        /// <summary>The named ones, and those right below them.</summary>
        SubtreeOne,

        /// <summary>The named ones.</summary>
        Mailboxes,
    }
}
