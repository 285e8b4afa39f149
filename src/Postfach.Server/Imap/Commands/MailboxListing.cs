using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary>Works out which names LIST tells and what it says of each, in time that grows with the number of mailboxes. RFC 9051 §6.3.9.</summary>
internal sealed class MailboxListing
{
    private readonly ListRequest _request;
    private readonly MailboxPattern[] _patterns;
    private readonly Node[] _nodes;
    private readonly bool _knowsNonExistent;

    public MailboxListing(MailboxTree tree, ListRequest request, bool isRev2)
    {
        (_request, _knowsNonExistent) = (request, isRev2 || request.IsExtended);

        // RFC 5258 §3: among several patterns, or with options, an empty one stands for nothing.
        _patterns = [.. request.Patterns.Where(p => p.Length > 0).Select(p => new MailboxPattern(request.Reference + p))];
        var names = Selects(ListSelection.Subscribed) ? tree.ByName.Keys.Union(tree.Subscriptions).Order(MailboxName.TreeOrder) : tree.ByName.Keys;
        _nodes = [.. MailboxNames.WithParents(names).Select(name => NodeOf(tree, name))];
        LookBelow();
    }

    /// <summary>The answers, each directly before those of the mailboxes below it.</summary>
    /// <returns>The mailbox is null where there is none to tell the status of.</returns>
    public IEnumerable<(ListResponse Response, MailboxName? Mailbox)> Responses() =>
        _nodes.Where(IsTold).Select(node => (ResponseOf(node), node.Meets ? node.Entry?.Name : null));

    private bool Selects(ListSelection option) => (_request.Selection & option) != 0;

    private Node NodeOf(MailboxTree tree, string name)
    {
        var entry = tree.ByName.GetValueOrDefault(name);
        var isSubscribed = tree.Subscriptions.Contains(name);
        var meets = Selects(ListSelection.Subscribed) ? isSubscribed : entry is not null;
        if (Selects(ListSelection.SpecialUse))
            meets &= entry is { SpecialUse: not SpecialUse.None };
        return new Node(name, entry, isSubscribed, Array.Exists(_patterns, p => p.Matches(name)), meets);
    }

    /// <summary>Tells each name, from the last one up, what there is below it.</summary>
    private void LookBelow()
    {
        var parents = new int[_nodes.Length];
        var path = new Stack<int>();
        for (var i = 0; i < _nodes.Length; i++)
        {
            while (path.TryPeek(out var above) && !IsBelow(_nodes[i].Name, _nodes[above].Name))
                path.Pop();
            parents[i] = path.TryPeek(out var parent) ? parent : -1;
            path.Push(i);
        }

        for (var i = _nodes.Length - 1; i >= 0; i--)
        {
            if (parents[i] < 0)
                continue;
            var (node, parent) = (_nodes[i], _nodes[parents[i]]);
            parent.ExistsBelow |= node.Entry is not null || node.ExistsBelow;
            parent.MeetsBelow |= node.Meets || node.MeetsBelow;
            parent.UntoldBelow |= (node.Meets && !node.Matches) || node.UntoldBelow;
        }
    }

    private bool IsTold(Node node)
    {
        if (!node.Matches)
            return false;
        if (node.Meets)
            return true;
        var chooses = Selects(ListSelection.Subscribed | ListSelection.SpecialUse);

        // RFC 9051 §6.3.9.6: a name for what is below it alone only where that is not told itself; without RECURSIVEMATCH only one that does not exist.
        return chooses
            ? node.UntoldBelow && (node.Entry is null || Selects(ListSelection.RecursiveMatch))
            : node.Entry is null && node.ExistsBelow;
    }

    private ListResponse ResponseOf(Node node)
    {
        var attributes = node.ExistsBelow ? MailboxAttributes.HasChildren : MailboxAttributes.HasNoChildren;

        // RFC 9051 §7.3.1: \NonExistent implies \Noselect; who asks as RFC 3501 has it does not know it.
        if (node.Entry is null)
            attributes |= _knowsNonExistent ? MailboxAttributes.NonExistent : MailboxAttributes.NoSelect;
        var tellsSubscribed = Selects(ListSelection.Subscribed) || (_request.Return & ListReturn.Subscribed) != 0;
        if (tellsSubscribed && node.IsSubscribed)
            attributes |= MailboxAttributes.Subscribed;
        var childInfo = Selects(ListSelection.RecursiveMatch) && node.MeetsBelow;
        return new ListResponse(node.Name, attributes, node.Entry?.SpecialUse ?? SpecialUse.None, childInfo);
    }

    private static bool IsBelow(string name, string ancestor) =>
        name.Length > ancestor.Length && name[ancestor.Length] == MailboxName.Delimiter && name.StartsWith(ancestor, StringComparison.Ordinal);

    /// <param name="Matches">One of the patterns stands for it.</param>
    /// <param name="Meets">It is what the selection options ask for.</param>
    private sealed record Node(string Name, MailboxEntry? Entry, bool IsSubscribed, bool Matches, bool Meets)
    {
        public bool ExistsBelow { get; set; }

        public bool MeetsBelow { get; set; }

        /// <summary>Some name below meets but does not match.</summary>
        public bool UntoldBelow { get; set; }
    }
}
