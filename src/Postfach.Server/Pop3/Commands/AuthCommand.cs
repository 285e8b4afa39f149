using System.Buffers;
using System.Text;
using Postfach.Protocol.Pop3;
using Postfach.Protocol.Sasl;
using Postfach.Server.Connections;

namespace Postfach.Server.Pop3.Commands;

/// <summary><c>AUTH mechanism [initial-response]</c>, in AUTHORIZATION. RFC 5034 §4.</summary>
internal static class AuthCommand
{
    public static async ValueTask RunAsync(Pop3Session session, Pop3Request.Auth request, CancellationToken ct)
    {
        var authenticator = session.Service.Store.Authenticator;
        if (!session.Connection.MayLogIn)
        {
            session.Write(LogIn.NeedsTls);
            return;
        }

        if (request.Mechanism is not { } name)
        {
            List(session);
            return;
        }

        if (SaslLogIn.Begin(name, session.Connection, authenticator) is not { } mechanism)
        {
            session.Write(new Pop3Reply.Err("There is no such mechanism"));
            return;
        }

        var initial = request.InitialResponse is { } text ? SaslResponse.ReadInitial(text.Span) : null;
        await AnswerAsync(session, await SaslLogIn.RunAsync(mechanism, authenticator, initial, challenge => AskAsync(session, challenge), ct), ct);
    }

    private static async ValueTask AnswerAsync(Pop3Session session, SaslResult result, CancellationToken ct)
    {
        switch (result)
        {
            case SaslResult.LoggedIn done:
                session.Write(await LogIn.OpenAsync(session, done.User, ct));
                break;
            case SaslResult.Refused refused:
                LogIn.Refuse(session, refused.Name);
                break;
            case SaslResult.Failed failed:
                LogIn.Refuse(session, failed);
                break;
            case SaslResult.Broken broken:
                session.Write(new Pop3Reply.Err(broken.Why));
                break;
        }
    }

    private static async ValueTask<SaslResponse?> AskAsync(Pop3Session session, ReadOnlyMemory<byte> challenge)
    {
        SaslChallenge.Write(session.Output, challenge);
        var next = await session.NextLineAsync();
        switch (next.Kind)
        {
            case LineEventKind.Line:
                return SaslResponse.Read(next.Line.Span);
            case LineEventKind.TooLong:
                return new SaslResponse.Malformed();
            default:
                session.HandleEnd(next.Kind);
                return null;
        }
    }

    private static void List(Pop3Session session)
    {
        session.BeginBody(new Pop3Reply.Ok("Mechanisms follow"));
        foreach (var name in SaslLogIn.Mechanisms(session.Connection))
            Encoding.ASCII.GetBytes($"{name}\r\n", session.Output);
        session.Output.Write(".\r\n"u8);
        session.EndBody();
    }
}
