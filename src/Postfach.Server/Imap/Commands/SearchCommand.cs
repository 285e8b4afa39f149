using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>SEARCH [RETURN (options)] [CHARSET name] keys</c> and <c>UID SEARCH</c>, with a mailbox selected. RFC 9051 §6.4.4.</summary>
internal static class SearchCommand
{
    public static ValueTask<ImapReply> RunAsync(ImapSession session, SearchRequest request, CancellationToken ct) => RunAsync(session, request, byUid: false, ct);

    public static ValueTask<ImapReply> RunByUidAsync(ImapSession session, SearchRequest request, CancellationToken ct) => RunAsync(session, request, byUid: true, ct);

    private static ValueTask<ImapReply> RunAsync(ImapSession session, SearchRequest request, bool byUid, CancellationToken ct)
    {
        var job = new SearchJob(request.Program, request.Options, byUid);
        return SearchRun.RunAsync(session, job, found => Tell(session, job, found), ct);
    }

    private static void Tell(ImapSession session, SearchJob job, SearchResult found)
    {
        var (options, response) = (job.Options, SearchRun.ToResponse(job, found));
        if (options.Return == SearchReturn.Unsaid && !session.IsRev2)
            response.WriteList(session.Output, "SEARCH"u8);
        else if (options.Return != SearchReturn.Save)
            response.Write(session.Output, new SearchCorrelator(session.Tag, job.ByUid), options.Return == SearchReturn.Unsaid ? new(SearchReturn.All) : options); // RFC 9051 §6.4.4
    }
}
