using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>DELETE mailbox</c>, after the log-in. RFC 9051 §6.3.5.</summary>
internal static class DeleteCommand
{
    public static async ValueTask<ImapReply> RunAsync(ImapSession session, MailboxRequest request, CancellationToken ct) =>
        request.Mailbox.Name is { } name
            ? Outcome.Of(await session.Account.DeleteMailboxAsync(name, session.Actor, ct), "Deleted")
            : Outcome.NoSuchMailbox;
}
