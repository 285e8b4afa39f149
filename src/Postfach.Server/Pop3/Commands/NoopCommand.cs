using Postfach.Protocol.Pop3;

namespace Postfach.Server.Pop3.Commands;

/// <summary><c>NOOP</c>, in TRANSACTION. RFC 1939 §5.</summary>
internal static class NoopCommand
{
    public static ValueTask RunAsync(Pop3Session session, Pop3Request.Noop request, CancellationToken ct)
    {
        session.Write(new Pop3Reply.Ok("Nothing done"));
        return default;
    }
}
