using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

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
        return Outcome.Of(await session.Account.RenameMailboxAsync(from, to, session.Actor, ct), "Renamed");
    }
}
