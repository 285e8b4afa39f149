using Postfach.Protocol.Lmtp;

namespace Postfach.Server.Lmtp.Commands;

/// <summary><c>RSET</c>, at any time; it ends a mail transaction. RFC 5321 §4.1.1.5.</summary>
internal static class RsetCommand
{
    public static async ValueTask RunAsync(LmtpSession session, LmtpRequest.Rset request, CancellationToken ct)
    {
        await session.EndTransactionAsync();
        session.Write(LmtpReply.Enhanced(250, 0, 0, "Nothing is left of the transaction"));
    }
}
