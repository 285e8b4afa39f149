using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary>
/// <c>STORE set [(UNCHANGEDSINCE modseq)] [+|-]FLAGS[.SILENT] flags</c> and <c>UID STORE</c>, with a mailbox selected. RFC 9051 §6.4.6, RFC 7162 §3.1.3.
/// </summary>
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
        if (request.UnchangedSince is not null)
            session.Enable(ImapExtensions.CondStore);
        var result = await session.Account.StoreFlagsAsync(selected.Mailbox.Id, uids, request.Change, request.UnchangedSince, session.Actor, ct);
        if (result is not StoreFlagsResult.Stored stored)
            return result is StoreFlagsResult.TooManyKeywords ? Outcome.TooManyKeywords : Outcome.NoSuchMailbox;
        await selected.SynchronizeAsync(session, mayExpunge: byUid, byUid, new OwnChange(stored.ModSeq, stored.Changed, request.Change));
        var (failed, missing) = (stored.Failed, stored.Missing);
        if (request.UnchangedSince is { } limit)
        {
            var late = selected.View.ChangedSince(missing, limit);
            (failed, missing) = (failed.Union(late), missing.Except(late));
        }

        selected.ChangeExpunged(missing, request.Change);
        await TellAsync(session, selected, request.Silent ? stored.Changed : uids.Except(failed), request.Silent, byUid);

        if (failed.IsEmpty)
            return new ImapReply.Ok("Stored");
        var left = byUid ? failed.ToString() : selected.View.NumbersOf(failed).ToString();
        return new ImapReply.Ok(new ImapCode.Modified(left), "Some of the messages had changed and were left alone");
    }

    /// <summary>
    /// RFC 9051 §6.4.6: without .SILENT the new flags of each message are told, also where they are what they were. RFC 7162 §3.1.3: with it still the
    /// mod-sequences, to a client that knows what they are.
    /// </summary>
    private static async ValueTask TellAsync(ImapSession session, SelectedMailbox selected, UidSet uids, bool silent, bool byUid)
    {
        if (silent && !session.Enabled.HasFlag(ImapExtensions.CondStore))
            return;
        var texts = new FlagTexts();
        foreach (var message in selected.View.Messages(uids))
        {
            if (silent)
                session.Output.WriteText($"* {message.Number} FETCH (UID {message.Uid} MODSEQ ({message.ModSeq}))\r\n");
            else
                SelectedMailbox.TellFlags(session, message, byUid, texts);
            await session.Conversation.SendGatheredAsync();
        }
    }
}
