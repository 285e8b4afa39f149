using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>COPY set mailbox</c> and <c>UID COPY</c>, with a mailbox selected. RFC 9051 §6.4.7.</summary>
internal static class CopyCommand
{
    public static ValueTask<ImapReply> RunAsync(ImapSession session, CopyRequest request, CancellationToken ct) =>
        session.Selected!.Resolve(request.Messages) is { } uids ? RunAsync(session, request, uids, ct) : new(Outcome.BeyondEnd); // the state demands it

    public static ValueTask<ImapReply> RunByUidAsync(ImapSession session, CopyRequest request, CancellationToken ct) =>
        RunAsync(session, request, session.Selected!.ResolveUids(request.Messages), ct); // the state demands it

    private static async ValueTask<ImapReply> RunAsync(ImapSession session, CopyRequest request, UidSet uids, CancellationToken ct)
    {
        if (request.Target.Name is not { } target)
            return Outcome.Invalid(request.Target);
        var result = await session.Account.CopyAsync(session.Selected!.Mailbox.Id, uids, target, session.Actor, ct); // the state demands it
        return result switch
        {
            CopyResult.Copied { Source.IsEmpty: true } => new ImapReply.Ok("There was nothing to copy"),
            CopyResult.Copied done => new ImapReply.Ok(new ImapCode.CopyUid(done.UidValidity, done.Source, done.Target), "Copied"),
            _ => Refusal(result),
        };
    }

    public static ImapReply Refusal(CopyResult result) => result switch
    {
        CopyResult.NoSuchTarget => Outcome.TryCreate,
        CopyResult.TooManyKeywords => Outcome.TooManyKeywords,
        CopyResult.SomeExpunged => new ImapReply.No(ImapCode.ExpungeIssued, "Some of the messages are gone; nothing was copied"),
        _ => Outcome.NoSuchMailbox,
    };
}
