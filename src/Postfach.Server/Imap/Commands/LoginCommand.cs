using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>LOGIN userid password</c>, before the log-in. RFC 9051 §6.2.3.</summary>
internal static class LoginCommand
{
    public static ValueTask<ImapReply> RunAsync(ImapSession session, LoginRequest request, CancellationToken ct) =>
        session.Connection.MayLogIn ? LogIn.RunAsync(session, request.User, request.Password, ct) : new(LogIn.NeedsTls);
}
