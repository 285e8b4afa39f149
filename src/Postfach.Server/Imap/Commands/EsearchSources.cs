using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary>Which mailboxes the sources of an ESEARCH mean. RFC 7377 §2.2, RFC 5465 §6.</summary>
internal static class EsearchSources
{
    /// <summary>Those that are there, each once, in the order in which they were named.</summary>
    public static IEnumerable<MailboxEntry> Find(ImapSession session, IEnumerable<MailboxSource> sources) =>
        sources.SelectMany(s => Find(session, s)).DistinctBy(e => e.Id).ToList();

    private static IEnumerable<MailboxEntry> Find(ImapSession session, MailboxSource source)
    {
        var tree = session.Account.Mailboxes;
        var all = tree.ByName.Values;
        return source.Kind switch
        {
            MailboxSource.Kinds.Selected => all.Where(e => e.Id == session.Selected?.Mailbox.Id),
            MailboxSource.Kinds.Inboxes => all.Where(e => e.Name.IsInbox),
            MailboxSource.Kinds.Personal => all,
            MailboxSource.Kinds.Subscribed => all.Where(e => tree.Subscriptions.Contains(e.Name.Value)),
            _ => source.Mailboxes.SelectMany(m => m.Name is { } name ? all.Where(e => Belongs(e.Name, name, source.Kind)) : []),
        };
    }

    private static bool Belongs(MailboxName name, MailboxName named, MailboxSource.Kinds kind) =>
        name == named || (kind != MailboxSource.Kinds.Mailboxes && name.IsBelow(named) && (kind == MailboxSource.Kinds.Subtree || IsChild(name, named)));

    private static bool IsChild(MailboxName name, MailboxName parent) =>
        name.Value.IndexOf(MailboxName.Delimiter, parent.Value.Length + 1) < 0;
}
