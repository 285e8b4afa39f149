using Postfach.Protocol.Pop3;

namespace Postfach.Server.Pop3.Commands;

/// <summary><c>UTF8</c>, in AUTHORIZATION. RFC 6856 §2.1.</summary>
internal static class Utf8Command
{
    // Deviation: RFC 6856 §2.1 wants a message with UTF-8 in its header refused or rewritten for a client that has not said this. It is given as it is,
    // to all of them: most clients that never say UTF8 can read it, and one that fetches mail to keep it must get the message and no other.
    public static ValueTask RunAsync(Pop3Session session, Pop3Request.Utf8 request, CancellationToken ct)
    {
        session.Write(new Pop3Reply.Ok("UTF-8 it is"));
        return default;
    }
}
