using Postfach.Protocol.Pop3;
using Postfach.Protocol.Sasl;
using Postfach.Server.Connections;

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
        var message = new PlainMessage("", name, request.Password);
        await LogIn.AnswerAsync(session, await SaslLogIn.CheckAsync(message, session.Connection, session.Service.Store, ct), ct);
    }
}
