using Postfach.Protocol.Pop3;

namespace Postfach.Server.Pop3.Commands;

/// <summary><c>RSET</c>, in TRANSACTION. RFC 1939 §5.</summary>
internal static class RsetCommand
{
    public static ValueTask RunAsync(Pop3Session session, Pop3Request.Rset request, CancellationToken ct)
    {
        session.Maildrop.Reset();
        session.Write(new Pop3Reply.Ok($"{session.Maildrop.Count} messages ({session.Maildrop.Octets} octets)"));
        return default;
    }
}
