using Postfach.Protocol.Lmtp;

namespace Postfach.Server.Lmtp.Commands;

/// <summary><c>LHLO domain</c>, at any time; it ends a mail transaction. RFC 2033 §4.1, RFC 5321 §4.1.4.</summary>
internal static class LhloCommand
{
    public static ValueTask RunAsync(LmtpSession session, LmtpRequest.Lhlo request, CancellationToken ct)
    {
        session.Client = request.Client;
        session.Transaction = null;
        session.Write(LmtpReply.Plain(
            250,
            session.Service.Options.HostName,
            "PIPELINING",
            "8BITMIME",
            $"SIZE {session.Service.MaxMessageSize}",
            "ENHANCEDSTATUSCODES"));
        return default;
    }
}
