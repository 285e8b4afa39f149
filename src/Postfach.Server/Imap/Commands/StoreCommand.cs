using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>STORE set [+|-]FLAGS[.SILENT] flags</c> and <c>UID STORE</c>, with a mailbox selected. RFC 9051 §6.4.6.</summary>
internal static class StoreCommand
{
    public static ValueTask<ImapReply> RunAsync(ImapSession session, StoreRequest request, CancellationToken ct) =>
        session.Selected!.Resolve(request.Messages) is { } uids ? RunAsync(session, request, uids, byUid: false, ct) : new(Outcome.BeyondEnd); // the state demands it

    public static ValueTask<ImapReply> RunByUidAsync(ImapSession session, StoreRequest request, CancellationToken ct) =>
        RunAsync(session, request, session.Selected!.ResolveUids(request.Messages), byUid: true, ct); // the state demands it

    private static async ValueTask<ImapReply> RunAsync(ImapSession session, StoreRequest request, UidSet uids, bool byUid, CancellationToken ct)
    {
        var selected = session.Selected!; // the state demands it
        if (selected.IsReadOnly)
            return Outcome.IsReadOnly;
        var result = await session.Account.StoreFlagsAsync(selected.Mailbox.Id, uids, request.Change, null, session.Actor, ct);
        if (result is not StoreFlagsResult.Stored stored)
            return result is StoreFlagsResult.TooManyKeywords ? Outcome.TooManyKeywords : Outcome.NoSuchMailbox;
        await selected.SynchronizeAsync(session.Conversation, mayExpunge: byUid, byUid, new OwnChange(stored.ModSeq, stored.Changed, request.Change));
        if (!request.Silent)
            await TellAsync(session, selected, uids, byUid);

        // RFC 2180 §4.2.1: what another session has expunged cannot be changed, and the client must hear of that.
        return stored.Missing.IsEmpty || byUid
            ? new ImapReply.Ok("Stored")
            : new ImapReply.No(ImapCode.ExpungeIssued, "Some of the messages are gone; the others were changed");
    }

    /// <summary>RFC 9051 §6.4.6: without .SILENT the new flags of each message are told, also where they are what they were.</summary>
    private static async ValueTask TellAsync(ImapSession session, SelectedMailbox selected, UidSet uids, bool byUid)
    {
        foreach (var message in selected.View.Messages(uids))
        {
            SelectedMailbox.TellFlags(session.Output, message, byUid);
            await session.Conversation.SendGatheredAsync();
        }
    }
}
