using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>MOVE set mailbox</c> and <c>UID MOVE</c>, with a mailbox selected. RFC 9051 §6.4.8.</summary>
internal static class MoveCommand
{
    public static ValueTask<ImapReply> RunAsync(ImapSession session, CopyRequest request, CancellationToken ct) =>
        session.Selected!.Resolve(request.Messages) is { } uids ? RunAsync(session, request, uids, ct) : new(Outcome.BeyondEnd); // the state demands it

    public static ValueTask<ImapReply> RunByUidAsync(ImapSession session, CopyRequest request, CancellationToken ct) =>
        RunAsync(session, request, session.Selected!.ResolveUids(request.Messages), ct); // the state demands it

    private static async ValueTask<ImapReply> RunAsync(ImapSession session, CopyRequest request, UidSet uids, CancellationToken ct)
    {
        var selected = session.Selected!; // the state demands it
        if (selected.IsReadOnly)
            return Outcome.IsReadOnly;
        if (request.Target.Name is not { } target)
            return Outcome.Invalid(request.Target);
        var result = await session.Account.MoveAsync(selected.Mailbox.Id, uids, target, session.Actor, ct);
        if (result is not CopyResult.Copied done)
            return CopyCommand.Refusal(result);
        if (done.Source.IsEmpty)
            return new ImapReply.Ok("There was nothing to move");

        // RFC 6851 §4.3: COPYUID comes untagged, before the EXPUNGEs.
        new ImapReply.Ok(new ImapCode.CopyUid(done.UidValidity, done.Source, done.Target), "Moved").Write(session.Output, "*");

        // RFC 6851 §4.2: as EXPUNGE does.
        return session.Enabled.HasFlag(ImapExtensions.QResync)
            ? new ImapReply.Ok(new ImapCode.HighestModSeq(done.ModSeq), "Moved")
            : new ImapReply.Ok("Moved");
    }
}
