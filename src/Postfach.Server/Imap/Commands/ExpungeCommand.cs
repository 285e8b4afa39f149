using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>EXPUNGE</c> and <c>UID EXPUNGE set</c>, with a mailbox selected. RFC 9051 §6.4.3, §6.4.9.</summary>
internal static class ExpungeCommand
{
    public static ValueTask<ImapReply> RunAsync(ImapSession session, NoArguments request, CancellationToken ct) =>
        RunAsync(session, session.Selected!.View.Uids(), ct); // the state demands it

    public static ValueTask<ImapReply> RunByUidAsync(ImapSession session, UidExpungeRequest request, CancellationToken ct) =>
        RunAsync(session, session.Selected!.ResolveUids(request.Messages), ct); // the state demands it

    private static async ValueTask<ImapReply> RunAsync(ImapSession session, UidSet uids, CancellationToken ct)
    {
        var selected = session.Selected!; // the state demands it
        if (selected.IsReadOnly)
            return Outcome.IsReadOnly;
        var result = await session.Account.ExpungeAsync(selected.Mailbox.Id, uids, onlyDeleted: true, session.Actor, ct);

        // RFC 7162 §3.2.7: so that the client need not ask for all that just went when it comes back.
        return result is ExpungeResult.Expunged { Uids.IsEmpty: false } done && session.Enabled.HasFlag(ImapExtensions.QResync)
            ? new ImapReply.Ok(new ImapCode.HighestModSeq(done.ModSeq), "Expunged")
            : new ImapReply.Ok("Expunged");
    }
}
