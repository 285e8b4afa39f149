using Postfach.Protocol.Pop3;

namespace Postfach.Server.Pop3.Commands;

/// <summary><c>STAT</c>, in TRANSACTION. RFC 1939 §5.</summary>
internal static class StatCommand
{
    public static ValueTask RunAsync(Pop3Session session, Pop3Request.Stat request, CancellationToken ct)
    {
        // RFC 1939 §5: messages marked as deleted are not counted.
        session.Write(new Pop3Reply.Ok($"{session.Maildrop.Count} {session.Maildrop.Octets}"));
        return default;
    }
}
