using Postfach.Protocol.Pop3;

namespace Postfach.Server.Pop3.Commands;

/// <summary><c>STLS</c>, in AUTHORIZATION. RFC 2595 §4.</summary>
internal static class StlsCommand
{
    public static bool IsPermitted(Pop3Session session) => session.State == Pop3States.Authorization && !session.Connection.IsEncrypted;

    public static async ValueTask RunAsync(Pop3Session session, Pop3Request.Stls request, CancellationToken ct)
    {
        if (!IsPermitted(session))
        {
            session.Write(new Pop3Reply.Err("TLS is there already"));
            return;
        }

        session.DropInput();
        session.Write(new Pop3Reply.Ok("Begin TLS"));
        await session.SendAsync();
        await session.StartTlsAsync(ct);
    }
}
