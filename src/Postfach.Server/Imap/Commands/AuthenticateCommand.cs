using Postfach.Protocol.Imap;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Protocol.Sasl;
using Postfach.Server.Connections;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>AUTHENTICATE mechanism [initial-response]</c>, before the log-in. RFC 9051 §6.2.2, RFC 4959.</summary>
internal static class AuthenticateCommand
{
    public static async ValueTask<ImapReply> RunAsync(ImapSession session, AuthenticateRequest request, CancellationToken ct)
    {
        if (SaslLogIn.Begin(request.Mechanism, session.Connection, session.Service.Store) is not { } mechanism)
            return new ImapReply.No(ImapCode.Cannot, "There is no such mechanism");
        if (!session.Connection.MayLogIn)
            return LogIn.NeedsTls;
        var initial = request.InitialResponse is { } text ? SaslResponse.ReadInitial(text.Span) : null;
        var result = await SaslLogIn.RunAsync(
            mechanism, session.Connection, session.Service.Store, initial, challenge => AskAsync(session, challenge), ct);
        return await LogIn.AnswerAsync(session, result, ct);
    }

    private static async ValueTask<SaslResponse?> AskAsync(ImapSession session, ReadOnlyMemory<byte> challenge)
    {
        SaslChallenge.Write(session.Output, challenge);
        var next = await session.Conversation.NextLineAsync(session.Timeout);
        if (session.HandleEnd(next))
            return null;
        return next.Frame.Kind == ImapFrameKind.Complete ? SaslResponse.Read(next.Frame.Bytes.Span) : new SaslResponse.Malformed();
    }
}
