using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>CREATE mailbox</c>, after the log-in. RFC 9051 §6.3.4.</summary>
internal static class CreateCommand
{
    public static async ValueTask<ImapReply> RunAsync(ImapSession session, CreateRequest request, CancellationToken ct) =>
        request.Mailbox.Name is { } name
            ? Outcome.Of(await session.Account.CreateMailboxAsync(name, SpecialUse.None, session.Actor, ct), "Created")
            : Outcome.Invalid(request.Mailbox);
}
