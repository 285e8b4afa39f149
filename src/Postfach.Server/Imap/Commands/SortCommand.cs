using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>SORT [RETURN (options)] (criteria) charset keys</c> and <c>UID SORT</c>, with a mailbox selected. RFC 5256 §3, RFC 5267 §3.</summary>
internal static class SortCommand
{
    public static ValueTask<ImapReply> RunAsync(ImapSession session, SortRequest request, CancellationToken ct) => RunAsync(session, request, byUid: false, ct);

    public static ValueTask<ImapReply> RunByUidAsync(ImapSession session, SortRequest request, CancellationToken ct) => RunAsync(session, request, byUid: true, ct);

    private static ValueTask<ImapReply> RunAsync(ImapSession session, SortRequest request, bool byUid, CancellationToken ct) =>
        SearchRun.RunAsync(
            session,
            request.Program,
            request.Options,
            (found, until) => MailboxSort.OrderAsync(session.Account, found, request.Criteria, until),
            found => Tell(session, request, found, byUid),
            ct);

    private static void Tell(ImapSession session, SortRequest request, IReadOnlyList<Message> found, bool byUid)
    {
        var response = SearchRun.ToResponse(request.Program, request.Options, found, byUid);
        if (request.Options.Return == SearchReturn.Unsaid)
            response.WriteList(session.Output, "SORT"u8);
        else if (request.Options.Return != SearchReturn.Save)
            response.Write(session.Output, new SearchCorrelator(session.Tag, byUid), request.Options);
    }
}
