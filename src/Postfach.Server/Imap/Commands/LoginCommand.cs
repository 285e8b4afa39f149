using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Protocol.Sasl;
using Postfach.Server.Connections;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>LOGIN userid password</c>, before the log-in. RFC 9051 §6.2.3.</summary>
internal static class LoginCommand
{
    public static async ValueTask<ImapReply> RunAsync(ImapSession session, LoginRequest request, CancellationToken ct)
    {
        if (!session.Connection.MayLogIn)
            return LogIn.NeedsTls;
        var message = new PlainMessage("", request.User, request.Password);
        return await LogIn.AnswerAsync(session, await SaslLogIn.CheckAsync(message, session.Connection, session.Service.Store, ct), ct);
    }
}
