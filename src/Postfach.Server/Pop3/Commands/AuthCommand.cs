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

        if (SaslLogIn.Begin(name, session.Connection, session.Service.Store) is not { } mechanism)
        {
            session.Write(new Pop3Reply.Err("There is no such mechanism"));
            return;
        }

        var initial = request.InitialResponse is { } text ? SaslResponse.ReadInitial(text.Span) : null;
        var result = await SaslLogIn.RunAsync(
            mechanism, session.Connection, session.Service.Store, initial, challenge => AskAsync(session, challenge), ct);
        await LogIn.AnswerAsync(session, result, ct);
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
