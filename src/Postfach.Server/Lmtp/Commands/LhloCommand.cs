using System.Collections.Immutable;
using Postfach.Protocol.Lmtp;

namespace Postfach.Server.Lmtp.Commands;

/// <summary><c>LHLO domain</c>, at any time; it ends a mail transaction. RFC 2033 §4.1, RFC 5321 §4.1.4.</summary>
internal static class LhloCommand
{
    public static async ValueTask RunAsync(LmtpSession session, LmtpRequest.Lhlo request, CancellationToken ct)
    {
        await session.EndTransactionAsync();
        session.Client = request.Client;
        session.Write(LmtpReply.Plain(250, [session.Service.Options.HostName, .. Extensions(session)]));
    }

    private static ImmutableArray<string> Extensions(LmtpSession session) =>
    [
        "PIPELINING",
        "8BITMIME",
        "SMTPUTF8",
        $"SIZE {session.Service.MaxMessageSize}",
        "CHUNKING",
        .. session.Connection.IsEncrypted ? (ReadOnlySpan<string>)[] : ["STARTTLS"],
        "ENHANCEDSTATUSCODES",
    ];
}
