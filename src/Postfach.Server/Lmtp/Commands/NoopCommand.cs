using Postfach.Protocol.Lmtp;

namespace Postfach.Server.Lmtp.Commands;

/// <summary><c>NOOP [string]</c>, at any time. RFC 5321 §4.1.1.9.</summary>
internal static class NoopCommand
{
    public static ValueTask RunAsync(LmtpSession session, LmtpRequest.Noop request, CancellationToken ct)
    {
        session.Write(LmtpReply.Enhanced(250, 0, 0, "Nothing done"));
        return default;
    }
}
