using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>SUBSCRIBE mailbox</c> and <c>UNSUBSCRIBE mailbox</c>, after the log-in. RFC 9051 §6.3.7, §6.3.8.</summary>
internal static class SubscribeCommand
{
    public static ValueTask<ImapReply> SubscribeAsync(ImapSession session, MailboxRequest request, CancellationToken ct) =>
        RunAsync(session, request, subscribed: true, ct);

    public static ValueTask<ImapReply> UnsubscribeAsync(ImapSession session, MailboxRequest request, CancellationToken ct) =>
        RunAsync(session, request, subscribed: false, ct);

    private static async ValueTask<ImapReply> RunAsync(ImapSession session, MailboxRequest request, bool subscribed, CancellationToken ct) =>
        request.Mailbox.Name is { } name
            ? Outcome.Of(await session.Account.SubscribeAsync(name, subscribed, session.Actor, ct), subscribed ? "Subscribed" : "Unsubscribed")
            : Outcome.Invalid(request.Mailbox);
}
