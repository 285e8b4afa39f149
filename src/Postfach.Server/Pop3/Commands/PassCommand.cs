using Postfach.Protocol.Pop3;

namespace Postfach.Server.Pop3.Commands;

/// <summary><c>PASS string</c>, in AUTHORIZATION after USER. RFC 1939 §7, RFC 3206 §4.</summary>
internal static class PassCommand
{
    public static async ValueTask RunAsync(Pop3Session session, Pop3Request.Pass request, CancellationToken ct)
    {
        if (!session.Connection.MayLogIn)
        {
            session.Write(LogIn.NeedsTls);
            return;
        }

        if (session.ClaimedName is not { } name)
        {
            session.Write(new Pop3Reply.Err("Say USER first"));
            return;
        }

        session.ClaimedName = null;
        if (await session.Service.Store.Authenticator.LogInAsync(name, request.Password.Value, ct) is { } user)
            session.Write(await LogIn.OpenAsync(session, user, ct));
        else
            LogIn.Refuse(session, name);
    }
}
