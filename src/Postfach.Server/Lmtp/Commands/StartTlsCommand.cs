using Postfach.Protocol.Lmtp;

namespace Postfach.Server.Lmtp.Commands;

/// <summary><c>STARTTLS</c>, in clear text; after it the client begins anew with LHLO. RFC 3207 §4.</summary>
internal static class StartTlsCommand
{
    public static async ValueTask RunAsync(LmtpSession session, LmtpRequest.StartTls request, CancellationToken ct)
    {
        if (session.Connection.IsEncrypted)
        {
            session.Write(LmtpReply.Enhanced(503, 5, 1, "TLS is there already"));
            return;
        }

        session.DropInput();
        session.Write(LmtpReply.Enhanced(220, 0, 0, "Begin TLS"));
        await session.SendAsync();
        await session.StartTlsAsync(ct);
    }
}
