using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>LIST [options] reference patterns [RETURN options]</c>, after the log-in. RFC 9051 §6.3.9; <c>LSUB</c>: RFC 3501 §6.3.9.</summary>
internal static class ListCommand
{
    public static async ValueTask<ImapReply> ListAsync(ImapSession session, ListRequest request, CancellationToken ct)
    {
        if (!request.IsExtended && request.Patterns is [""])
        {
            // RFC 9051 §6.3.9: an empty pattern asks for the delimiter and the root.
            new ListResponse("", MailboxAttributes.NoSelect).Write(session.Output, "LIST"u8, session.Names);
            return new ImapReply.Ok("That is all");
        }

        foreach (var (response, name) in new MailboxListing(session.Account.Mailboxes, request, session.IsRev2).Responses())
        {
            // RFC 5819 §2: a mailbox that went away meanwhile has no status, and its line says why.
            var mailbox = name is null || request.Status.IsEmpty ? null : await session.Account.OpenMailboxAsync(name, ct);
            var isGone = name is not null && !request.Status.IsEmpty && mailbox is null;
            (isGone ? response with { Attributes = response.Attributes | MailboxAttributes.NonExistent } : response).Write(session.Output, "LIST"u8, session.Names);
            if (mailbox is not null)
                StatusCommand.Write(session, response.Name, mailbox, request.Status);
            await session.Conversation.SendGatheredAsync();
        }

        return new ImapReply.Ok("That is all");
    }

    public static async ValueTask<ImapReply> LsubAsync(ImapSession session, LsubRequest request, CancellationToken ct)
    {
        var subscriptions = session.Account.Mailboxes.Subscriptions;
        var pattern = new MailboxPattern(request.Reference + request.Pattern);

        // RFC 3501 §6.3.9: with %, a name that is not subscribed but has subscribed ones below it is told with \Noselect.
        foreach (var name in MailboxNames.WithParents(subscriptions))
        {
            var isSubscribed = subscriptions.Contains(name);
            if ((!isSubscribed && !pattern.StopsAtLevels) || !pattern.Matches(name))
                continue;
            new ListResponse(name, isSubscribed ? MailboxAttributes.None : MailboxAttributes.NoSelect).Write(session.Output, "LSUB"u8, session.Names);
            await session.Conversation.SendGatheredAsync();
        }

        return new ImapReply.Ok("That is all");
    }
}
