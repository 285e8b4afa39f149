using Postfach.Protocol.Imap;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>APPEND mailbox [(flags)] [date-time] literal</c>, after the log-in. RFC 9051 §6.3.12. The message goes into the store as it comes.</summary>
internal static class AppendCommand
{
    public static async ValueTask<ImapReply> RunAsync(ImapSession session, AppendRequest request, CancellationToken ct)
    {
        // Before the client is asked for its bytes. If it sends them all the same, they are read past.
        if (Refusal(session, request) is { } refusal)
            return refusal;
        await using var content = session.Account.BeginMessage();
        await foreach (var piece in session.Conversation.ReadMessageAsync(session.Message))
            await content.WriteAsync(piece, ct);
        if (await ReadEndAsync(session) is { } fault)
            return fault;
        var name = request.Mailbox.Name!; // Refusal has looked
        var result = await session.Account.AppendAsync(name, [new NewMessage(content, request.Flags, request.Date)], session.Actor, ct);
        return result switch
        {
            AppendResult.Appended done => new ImapReply.Ok(new ImapCode.AppendUid(done.UidValidity, done.Uids), "Appended"),
            AppendResult.TooManyKeywords => Outcome.TooManyKeywords,
            _ => Outcome.TryCreate,
        };
    }

    private static ImapReply? Refusal(ImapSession session, AppendRequest request)
    {
        if (request.Mailbox.Name is not { } name)
            return Outcome.Invalid(request.Mailbox);
        if (session.Account.Mailboxes.Find(name) is null)
            return Outcome.TryCreate;

        // RFC 7889 §4: TOOBIG where the message is beyond what one may have.
        return session.Message.Length > session.Account.MaxMessageBytes ? new ImapReply.No(ImapCode.TooBig, "The message is too big") : null;
    }

    /// <summary>The command's end, behind the message; otherwise what is wrong with it.</summary>
    private static async ValueTask<ImapReply?> ReadEndAsync(ImapSession session)
    {
        var end = await session.Conversation.NextEndAsync(session.Service.Limits.StallTimeout);
        if (session.HandleEnd(end))
            return new ImapReply.No("The session is over");
        if (end.Frame.Kind == ImapFrameKind.Complete && end.Frame.Bytes.IsEmpty)
            return null;

        // What follows may be another literal, that cannot be told from commands.
        session.EndAfterReply("The command goes on behind its message");
        return new ImapReply.Bad("There is something behind the message");
    }
}
