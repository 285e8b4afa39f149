using System.Buffers;
using Postfach.Protocol.Imap;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Protocol.Sasl;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>AUTHENTICATE mechanism [initial-response]</c>, before the log-in. RFC 9051 §6.2.2, RFC 4959.</summary>
internal static class AuthenticateCommand
{
    public static async ValueTask<ImapReply> RunAsync(ImapSession session, AuthenticateRequest request, CancellationToken ct)
    {
        if (request.Mechanism != "PLAIN")
            return new ImapReply.No(ImapCode.Cannot, "There is no such mechanism");
        if (!session.Connection.MayLogIn)
            return LogIn.NeedsTls;
        var response = request.InitialResponse is { } initial ? SaslResponse.ReadInitial(initial.Span) : null;
        if (response is null)
        {
            // RFC 9051 §6.2.2: a mechanism where the client speaks first gets an empty challenge.
            session.Output.Write("+ \r\n"u8);
            var next = await session.Conversation.NextLineAsync(session.Timeout);
            if (session.HandleEnd(next))
                return new ImapReply.No("The session is over");
            if (next.Frame.Kind != ImapFrameKind.Complete)
                return new ImapReply.Bad("The response is too long");
            response = SaslResponse.Read(next.Frame.Bytes.Span);
        }

        return response switch
        {
            SaslResponse.Data data => await RunAsync(session, data, ct),
            SaslResponse.Cancelled => new ImapReply.Bad("The log-in was cancelled"),
            _ => new ImapReply.Bad("The response is not base64"),
        };
    }

    private static async ValueTask<ImapReply> RunAsync(ImapSession session, SaslResponse.Data response, CancellationToken ct)
    {
        if (PlainMechanism.Next(response.Bytes) is not SaslStep.Done { Message: var message })
            return new ImapReply.Bad("The response is none of PLAIN");

        // RFC 4616 §2: somebody may ask to act as another; here everybody is just who they are.
        if (message.AuthorizationId.Length > 0 && message.AuthorizationId != message.AuthenticationId)
            return new ImapReply.No(ImapCode.AuthenticationFailed, "Nobody can act as somebody else");
        return await LogIn.RunAsync(session, message.AuthenticationId, message.Password, ct);
    }
}
