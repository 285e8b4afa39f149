using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary>
/// <c>ESEARCH [IN (sources)] [RETURN (options)] [CHARSET name] keys</c>, after the log-in: searches several mailboxes, and tells of each that has hits. RFC 7377 §2.
/// </summary>
internal static class EsearchCommand
{
    public static async ValueTask<ImapReply> RunAsync(ImapSession session, EsearchRequest request, CancellationToken ct)
    {
        if (WhyNot(session, request) is { } bad)
            return bad;
        if (SearchRun.WhyNot(request.Program) is { } no)
            return no;
        var query = request.Program.Query!; // there is no other reason not to
        if (request.Program.UsesModSeq)
            session.Enable(ImapExtensions.CondStore);
        using var progress = new SearchProgress(session, ofSeveral: true);
        var isWhole = true;
        foreach (var entry in EsearchSources.Find(session, request.Sources))
        {
            var isSelected = entry.Id == session.Selected?.Mailbox.Id;
            if (isSelected && (request.Options.Return & (SearchReturn.Save | SearchReturn.Update)) != 0)
            {
                // What is saved and kept up to date is of the selected mailbox, as with UID SEARCH.
                var job = new SearchJob(request.Program, request.Options, ByUid: true);
                if (await SearchRun.RunAsync(session, job, found => Tell(session, request, entry, found), progress, ct) is not ImapReply.Ok and var failed)
                    return failed;
                continue;
            }

            if (await ScopeAsync(session, entry, isSelected, ct) is not { } scope)
                continue;
            if (await SearchRun.FindAsync(session, query, scope, arrange: null, progress, ct) is not { } result)
                return SearchRun.TooLong;
            Tell(session, request, entry, result);
            isWhole &= result.Unreadable.Count == 0;
            await session.Conversation.SendGatheredAsync();
        }

        return isWhole ? new ImapReply.Ok("That is all") : SearchRun.SomeUnreadable;
    }

    private static ImapReply.Bad? WhyNot(ImapSession session, EsearchRequest request)
    {
        var namesSelected = request.Sources.Any(s => s.Kind == MailboxSource.Kinds.Selected);
        if (namesSelected && session.Selected is null)
            return new ImapReply.Bad("Select a mailbox first");

        // RFC 7377 §2.2.
        if (request.Options.Return.HasFlag(SearchReturn.Save) && request.Sources.Any(s => s.Kind != MailboxSource.Kinds.Selected))
            return new ImapReply.Bad("SAVE is for the selected mailbox alone");
        return request.Options.Return.HasFlag(SearchReturn.Update) && session.Selected is null ? new ImapReply.Bad("UPDATE is for the selected mailbox") : null;
    }

    /// <returns>Null: the mailbox is gone.</returns>
    private static async ValueTask<SearchScope?> ScopeAsync(ImapSession session, MailboxEntry entry, bool isSelected, CancellationToken ct)
    {
        var now = session.Service.Time.GetUtcNow();
        if (isSelected && session.Selected is { } selected)
            return new SearchScope(selected.View, selected.Recent, selected.Saved, now);
        return await session.Account.OpenMailboxAsync(entry.Name, ct) is { } mailbox ? new SearchScope(mailbox.Current, UidSet.Empty, UidSet.Empty, now) : null;
    }

    /// <summary>RFC 7377 §2.1: "An ESEARCH response MUST NOT be returned for mailboxes that contain no matching messages", whatever the options.</summary>
    private static void Tell(ImapSession session, EsearchRequest request, MailboxEntry entry, SearchResult found)
    {
        if (found.Found.Count == 0)
            return;
        var mailbox = new SearchedMailbox(entry.Name.Value, session.Names, entry.UidValidity);
        SearchRun.ToResponse(new SearchJob(request.Program, request.Options, ByUid: true), found)
            .Write(session.Output, new SearchCorrelator(session.Tag, ByUid: true, mailbox), request.Options);
    }
}
