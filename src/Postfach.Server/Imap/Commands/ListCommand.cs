using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>LIST reference pattern</c>, after the log-in. RFC 9051 §6.3.9; <c>LSUB</c>: RFC 3501 §6.3.9.</summary>
internal static class ListCommand
{
    public static async ValueTask<ImapReply> ListAsync(ImapSession session, ListRequest request, CancellationToken ct)
    {
        if (request.Pattern.Length == 0)
        {
            // RFC 9051 §6.3.9: an empty pattern asks for the delimiter and the root.
            new ListResponse("", Selectable: false, HasChildren: null, SpecialUse.None).Write(session.Output, "LIST"u8);
            return new ImapReply.Ok("That is all");
        }

        var tree = session.Account.Mailboxes;
        var pattern = new MailboxPattern(request.Reference + request.Pattern);
        var names = MailboxNames.WithParents(tree.ByName.Keys);
        for (var i = 0; i < names.Count; i++)
        {
            if (!pattern.Matches(names[i]))
                continue;
            var entry = tree.ByName.GetValueOrDefault(names[i]);
            if (request.OnlySpecialUse && (entry?.SpecialUse ?? SpecialUse.None) == SpecialUse.None)
                continue;
            Response(names, i, entry).Write(session.Output, "LIST"u8);
            await session.Conversation.SendGatheredAsync();
        }

        return new ImapReply.Ok("That is all");
    }

    public static async ValueTask<ImapReply> LsubAsync(ImapSession session, ListRequest request, CancellationToken ct)
    {
        var subscriptions = session.Account.Mailboxes.Subscriptions;
        var pattern = new MailboxPattern(request.Reference + request.Pattern);

        // RFC 3501 §6.3.9: with %, a name that is not subscribed but has subscribed ones below it is told with \Noselect.
        foreach (var name in MailboxNames.WithParents(subscriptions))
        {
            var isSubscribed = subscriptions.Contains(name);
            if ((!isSubscribed && !pattern.StopsAtLevels) || !pattern.Matches(name))
                continue;
            new ListResponse(name, isSubscribed, HasChildren: null, SpecialUse.None).Write(session.Output, "LSUB"u8);
            await session.Conversation.SendGatheredAsync();
        }

        return new ImapReply.Ok("That is all");
    }

    private static ListResponse Response(IReadOnlyList<string> names, int index, MailboxEntry? entry)
    {
        // In the order of MailboxNames a mailbox's children follow it directly.
        var hasChildren = index + 1 < names.Count && names[index + 1].StartsWith(names[index] + MailboxName.Delimiter, StringComparison.Ordinal);
        return new ListResponse(names[index], entry is not null, hasChildren, entry?.SpecialUse ?? SpecialUse.None);
    }
}
