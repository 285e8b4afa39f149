using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>SEARCH [RETURN (options)] [CHARSET name] keys</c> and <c>UID SEARCH</c>, with a mailbox selected. RFC 9051 §6.4.4.</summary>
internal static class SearchCommand
{
    public static ValueTask<ImapReply> RunAsync(ImapSession session, SearchRequest request, CancellationToken ct) => RunAsync(session, request, byUid: false, ct);

    public static ValueTask<ImapReply> RunByUidAsync(ImapSession session, SearchRequest request, CancellationToken ct) => RunAsync(session, request, byUid: true, ct);

    private static async ValueTask<ImapReply> RunAsync(ImapSession session, SearchRequest request, bool byUid, CancellationToken ct)
    {
        var selected = session.Selected!; // the state demands it
        var saves = request.Return.HasFlag(SearchReturn.Save);
        var saved = selected.Saved;

        // RFC 9051 §6.4.4.1: a search that fails with NO leaves nothing saved; so does one that is broken off.
        if (saves)
            selected.Saved = UidSet.Empty;
        if (request.Excess is { } excess)
            return new ImapReply.No(ImapCode.Limit, $"{excess}; search for less at once");
        if (request.Query is null)
            return new ImapReply.No(new ImapCode.BadCharset(Charset.Examples), "The charset is not known; these are, and many more");

        // RFC 7162 §3.1: who asks for mod-sequences is to be told of them from now on.
        if (request.UsesModSeq)
            session.Enable(ImapExtensions.CondStore);
        var scope = new SearchScope(selected.View, selected.Recent, saved, session.Service.Time.GetUtcNow());
        if (await FindAsync(session, request.Query, scope, ct) is not { } result)
            return new ImapReply.No(ImapCode.Limit, "The search took too long; search for less at once");
        foreach (var (body, why) in result.Unreadable)
            session.Service.Logger.MessageUnreadable(body.Value, why);
        if (saves)
            selected.Saved = UidSet.From(Wanted(result.Found, request.Return).Select(m => m.Uid));
        Tell(session, request, result, byUid);
        if (result.Unreadable.Count == 0)
            return new ImapReply.Ok("That is all");
        if (saves)
            selected.Saved = UidSet.Empty;
        return new ImapReply.No(ImapCode.Unavailable, "Some of the messages could not be read");
    }

    /// <returns>Null: it took too long.</returns>
    private static async Task<SearchResult?> FindAsync(ImapSession session, SearchQuery query, SearchScope scope, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(session.Service.Limits.SearchTime, session.Service.Time);
        var progress = new SearchProgress(session);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            return await MailboxSearch.FindAsync(session.Account, query, scope, progress.TellAsync, either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private static void Tell(ImapSession session, SearchRequest request, SearchResult result, bool byUid)
    {
        var found = result.Found;
        // RFC 7162 §3.1.5: the greatest mod-sequence of what is told.
        ModSeq? modSeq = request.UsesModSeq && found.Count > 0 ? Wanted(found, request.Return).Max(m => m.ModSeq) : null;
        var response = new SearchResponse([.. found.Select(m => byUid ? m.Uid.Value : m.Number.Value)], modSeq) { Relevance = result.Relevance };
        if (request.Return == SearchReturn.Unsaid && !session.IsRev2)
            response.WriteList(session.Output);
        else if (request.Return != SearchReturn.Save)
            response.Write(session.Output, session.Tag, byUid, request.Return == SearchReturn.Unsaid ? SearchReturn.All : request.Return); // RFC 9051 §6.4.4
    }

    /// <summary>RFC 9051 §6.4.4.1, table 4; and RFC 7162 §3.1.10: with MIN and MAX and no more, it is about these messages alone.</summary>
    private static IEnumerable<Message> Wanted(IReadOnlyList<Message> found, SearchReturn wanted)
    {
        var onlyEnds = (wanted & (SearchReturn.Min | SearchReturn.Max)) != 0 && (wanted & (SearchReturn.All | SearchReturn.Count)) == 0;
        if (!onlyEnds || found.Count == 0)
            return found;
        IEnumerable<Message> min = wanted.HasFlag(SearchReturn.Min) ? [found[0]] : [];
        return wanted.HasFlag(SearchReturn.Max) ? min.Append(found[^1]) : min;
    }
}
