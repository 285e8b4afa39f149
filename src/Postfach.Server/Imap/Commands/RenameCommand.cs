using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>RENAME existing new</c>, after the log-in. RFC 9051 §6.3.6.</summary>
internal static class RenameCommand
{
    public static async ValueTask<ImapReply> RunAsync(ImapSession session, RenameRequest request, CancellationToken ct)
    {
        if (request.From.Name is not { } from)
            return Outcome.NoSuchMailbox;
        if (request.To.Name is not { } to)
            return Outcome.Invalid(request.To);
        var result = await session.Account.RenameMailboxAsync(from, to, session.Actor, ct);

        // RFC 9051 §6.3.6: so that the client need not work out which name its own became.
        if (result is MailboxResult.Done && session.IsRev2)
            new ListResponse(to.Value, MailboxAttributes.None) { OldName = from.Value }.Write(session.Output, "LIST"u8, session.Names);
        return Outcome.Of(result, "Renamed");
    }
}
