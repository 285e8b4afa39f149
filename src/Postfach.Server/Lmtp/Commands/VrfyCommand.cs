using Postfach.Protocol.Lmtp;

namespace Postfach.Server.Lmtp.Commands;

/// <summary><c>VRFY string</c>, at any time. RFC 5321 §3.5.3: 252 where it is not told who is here.</summary>
internal static class VrfyCommand
{
    public static ValueTask RunAsync(LmtpSession session, LmtpRequest.Vrfy request, CancellationToken ct)
    {
        session.Write(LmtpReply.Enhanced(252, 5, 0, "RCPT tells whether there is such a user"));
        return default;
    }
}
