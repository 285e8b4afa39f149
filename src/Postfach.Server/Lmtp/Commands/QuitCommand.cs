using Postfach.Protocol.Lmtp;

namespace Postfach.Server.Lmtp.Commands;

/// <summary><c>QUIT</c>, at any time. RFC 5321 §4.1.1.10.</summary>
internal static class QuitCommand
{
    public static ValueTask RunAsync(LmtpSession session, LmtpRequest.Quit request, CancellationToken ct)
    {
        session.Write(LmtpReply.Enhanced(221, 0, 0, "Goodbye"));
        session.End();
        return default;
    }
}
