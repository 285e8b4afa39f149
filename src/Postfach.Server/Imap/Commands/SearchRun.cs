using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Server.Imap.Contexts;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary>What SEARCH, SORT and THREAD have in common: they find messages of the selected mailbox, arrange them, and tell and save them. RFC 9051 §6.4.4.</summary>
internal static class SearchRun
{
    private static readonly ImapReply BadCharset = new ImapReply.No(new ImapCode.BadCharset(Charset.Examples), "The charset is not known; these are, and many more");
    public static readonly ImapReply TooLong = new ImapReply.No(ImapCode.Limit, "The search took too long; search for less at once");
    public static readonly ImapReply SomeUnreadable = new ImapReply.No(ImapCode.Unavailable, "Some of the messages could not be read");

    /// <param name="tell">Writes the answer.</param>
    public static async ValueTask<ImapReply> RunAsync(ImapSession session, SearchJob job, Action<SearchResult> tell, CancellationToken ct)
    {
        using var progress = new SearchProgress(session, ofSeveral: false);
        return await RunAsync(session, job, tell, progress, ct);
    }

    /// <summary>The same as a part of what a command searches.</summary>
    public static async ValueTask<ImapReply> RunAsync(ImapSession session, SearchJob job, Action<SearchResult> tell, SearchProgress progress, CancellationToken ct)
    {
        var selected = session.Selected!; // the state demands it
        var (saves, saved) = (job.Options.Return.HasFlag(SearchReturn.Save), selected.Saved);

        // RFC 5267 §4.3: a tag that a search goes on by cannot be another's.
        if (job.Options.Return.HasFlag(SearchReturn.Update) && selected.Contexts.Has(session.Tag))
            return new ImapReply.Bad("A search of this tag is kept up to date");

        // RFC 9051 §6.4.4.1: a search that fails with NO leaves nothing saved; so does one that is broken off.
        if (saves)
            selected.Saved = UidSet.Empty;
        if (WhyNot(job.Program) is { } no)
            return no;
        var query = job.Program.Query!; // there is no other reason not to

        // RFC 7162 §3.1: who asks for mod-sequences is to be told of them from now on.
        if (job.Program.UsesModSeq)
            session.Enable(ImapExtensions.CondStore);
        var scope = new SearchScope(selected.View, selected.Recent, saved, session.Service.Time.GetUtcNow());
        if (await FindAsync(session, query, scope, job.Arrange, progress, ct) is not { } result)
            return TooLong;
        if (saves)
            selected.Saved = UidSet.From(Wanted(result.Found, job.Options).Select(m => m.Uid));
        tell(result);
        if (job.Options.Return.HasFlag(SearchReturn.Update))
            KeepUpToDate(session, job, SearchContext.Freeze(query, scope), result.Found);
        if (result.Unreadable.Count == 0)
            return new ImapReply.Ok("That is all");
        if (saves)
            selected.Saved = UidSet.Empty;
        return SomeUnreadable;
    }

    private static void KeepUpToDate(ImapSession session, SearchJob job, SearchQuery query, IReadOnlyList<Message> found)
    {
        var contexts = session.Selected!.Contexts; // the state demands it
        if (contexts.IsFull || job.Program.UsesFuzzy)
            SearchContexts.TellNoUpdate(session, session.Tag);
        else
            contexts.Add(new SearchContext(new SearchCorrelator(session.Tag, job.ByUid), query, job.Criteria, found));
    }

    /// <summary>Why a search cannot be made; null: it can.</summary>
    public static ImapReply? WhyNot(SearchProgram program) => program switch
    {
        { Excess: { } excess } => new ImapReply.No(ImapCode.Limit, $"{excess}; search for less at once"),
        { Query: null } => BadCharset,
        _ => null,
    };

    /// <returns>Null: it took too long.</returns>
    public static async Task<SearchResult?> FindAsync(
        ImapSession session, SearchQuery query, SearchScope scope, Func<SearchResult, CancellationToken, Task<SearchResult>>? arrange, SearchProgress progress,
        CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(progress.Deadline, ct);
        try
        {
            query = await session.Account.ResolveAsync(query, either.Token);
            var result = await MailboxSearch.FindAsync(session.Account, query, scope, progress.TellAsync, either.Token);
            if (arrange is not null)
            {
                var arranged = await arrange(result, either.Token);
                result = arranged with { Unreadable = [.. result.Unreadable, .. arranged.Unreadable] };
            }

            progress.EndMailbox(scope.View.Exists);
            foreach (var (body, why) in result.Unreadable)
                session.Service.Logger.MessageUnreadable(body.Value, why);
            return result;
        }
        catch (OperationCanceledException) when (progress.Deadline.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>The answer's numbers, and the mod-sequence with them.</summary>
    public static SearchResponse ToResponse(SearchJob job, SearchResult result)
    {
        var found = result.Found;
        // RFC 7162 §3.1.5: the greatest mod-sequence of what is told.
        ModSeq? modSeq = job.Program.UsesModSeq && found.Count > 0 ? Wanted(found, job.Options).Select(m => m.ModSeq).DefaultIfEmpty().Max() : null;
        return new SearchResponse(NumbersOf(found, job.ByUid), modSeq) { Relevance = result.Relevance };
    }

    public static uint[] NumbersOf(IReadOnlyList<Message> found, bool byUid)
    {
        var numbers = new uint[found.Count];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = byUid ? found[i].Uid.Value : found[i].Number.Value;
        return numbers;
    }

    /// <summary>
    /// What is saved, and what the mod-sequence is about. RFC 9051 §6.4.4.1, table 4, and RFC 7162 §3.1.10: with MIN and MAX and no more, these messages alone;
    /// RFC 9394 §3.2, table 1: and those of PARTIAL.
    /// </summary>
    private static IEnumerable<Message> Wanted(IReadOnlyList<Message> found, SearchOptions options)
    {
        const SearchReturn some = SearchReturn.Min | SearchReturn.Max | SearchReturn.Partial;
        var wanted = options.Return;
        if ((wanted & some) == 0 || (wanted & (SearchReturn.All | SearchReturn.Count)) != 0 || found.Count == 0)
            return found;
        IEnumerable<Message> few = wanted.HasFlag(SearchReturn.Min) ? [found[0]] : [];
        if (wanted.HasFlag(SearchReturn.Max))
            few = few.Append(found[^1]);
        if (options.Partial?.Of(found.Count) is { } range)
            few = few.Concat(found.Skip(range.First).Take(range.Count));
        return few;
    }
}
