using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary>Which mailboxes the sources of an ESEARCH mean. RFC 7377 §2.2, RFC 5465 §6. However many there are, each mailbox is looked at once.</summary>
internal sealed class EsearchSources
{
    private readonly ImapSession _session;
    private readonly HashSet<MailboxSource.Kinds> _kinds;
    private readonly HashSet<string> _named, _withChildren, _withAllBelow;

    private EsearchSources(ImapSession session, IReadOnlyCollection<MailboxSource> sources)
    {
        (_session, _kinds) = (session, [.. sources.Select(s => s.Kind)]);
        _named = NamesOf(_ => true);
        _withChildren = NamesOf(k => k == MailboxSource.Kinds.SubtreeOne);
        _withAllBelow = NamesOf(k => k == MailboxSource.Kinds.Subtree);

        HashSet<string> NamesOf(Func<MailboxSource.Kinds, bool> isOf) =>
            [.. sources.Where(s => isOf(s.Kind)).SelectMany(s => s.Mailboxes).Select(m => m.Name?.Value).OfType<string>()];
    }

    /// <summary>Those that are there, each once, in the order of their names.</summary>
    public static IReadOnlyList<MailboxEntry> Find(ImapSession session, IReadOnlyCollection<MailboxSource> sources)
    {
        var wanted = new EsearchSources(session, sources);
        return [.. session.Account.Mailboxes.ByName.Values.Where(wanted.Has)];
    }

    private bool Has(MailboxEntry entry) =>
        _kinds.Contains(MailboxSource.Kinds.Personal)
        || (_kinds.Contains(MailboxSource.Kinds.Selected) && entry.Id == _session.Selected?.Mailbox.Id)
        || (_kinds.Contains(MailboxSource.Kinds.Inboxes) && entry.Name.IsInbox)
        || (_kinds.Contains(MailboxSource.Kinds.Subscribed) && _session.Account.Mailboxes.Subscriptions.Contains(entry.Name.Value))
        || _named.Contains(entry.Name.Value)
        || IsBelow(entry.Name.Value);

    private bool IsBelow(string name)
    {
        var parent = name.LastIndexOf(MailboxName.Delimiter);
        if (parent > 0 && _withChildren.Contains(name[..parent]))
            return true;
        for (; parent > 0 && _withAllBelow.Count > 0; parent = name.LastIndexOf(MailboxName.Delimiter, parent - 1))
        {
            if (_withAllBelow.Contains(name[..parent]))
                return true;
        }

        return false;
    }
}
