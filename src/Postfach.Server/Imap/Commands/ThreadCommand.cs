using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>THREAD algorithm charset keys</c> and <c>UID THREAD</c>, with a mailbox selected. RFC 5256 §3.</summary>
internal static class ThreadCommand
{
    public static ValueTask<ImapReply> RunAsync(ImapSession session, ThreadRequest request, CancellationToken ct) => RunAsync(session, request, byUid: false, ct);

    public static ValueTask<ImapReply> RunByUidAsync(ImapSession session, ThreadRequest request, CancellationToken ct) => RunAsync(session, request, byUid: true, ct);

    private static ValueTask<ImapReply> RunAsync(ImapSession session, ThreadRequest request, bool byUid, CancellationToken ct)
    {
        ThreadForest? threads = null;
        return SearchRun.RunAsync(session, new SearchJob(request.Program, Options: default, byUid) { Arrange = ArrangeAsync }, Tell, ct);

        async Task<SearchResult> ArrangeAsync(SearchResult found, CancellationToken until)
        {
            (threads, var unreadable) = await MailboxThreads.FindAsync(session.Account, session.Selected!.View, found.Found, request.Algorithm, until);
            return found with { Unreadable = unreadable };
        }

        void Tell(SearchResult found) =>
            new ThreadResponse(threads!, SearchRun.NumbersOf(found.Found, byUid)).Write(session.Output); // arranged before it is told
    }
}
