using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>SORT [RETURN (options)] (criteria) charset keys</c> and <c>UID SORT</c>, with a mailbox selected. RFC 5256 §3, RFC 5267 §3.</summary>
internal static class SortCommand
{
    public static ValueTask<ImapReply> RunAsync(ImapSession session, SortRequest request, CancellationToken ct) => RunAsync(session, request, byUid: false, ct);

    public static ValueTask<ImapReply> RunByUidAsync(ImapSession session, SortRequest request, CancellationToken ct) => RunAsync(session, request, byUid: true, ct);

    private static ValueTask<ImapReply> RunAsync(ImapSession session, SortRequest request, bool byUid, CancellationToken ct)
    {
        var job = new SearchJob(request.Program, request.Options, byUid)
        {
            Criteria = request.Criteria,
            Arrange = (found, until) => MailboxSort.OrderAsync(session.Account, found, request.Criteria, until),
        };
        return SearchRun.RunAsync(session, job, found => Tell(session, job, found), ct);
    }

    private static void Tell(ImapSession session, SearchJob job, SearchResult found)
    {
        var response = SearchRun.ToResponse(job, found);
        if (job.Options.Return == SearchReturn.Unsaid)
            response.WriteList(session.Output, "SORT"u8);
        else if (job.Options.Return != SearchReturn.Save)
            response.Write(session.Output, new SearchCorrelator(session.Tag, job.ByUid), job.Options);
    }
}
