using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>STARTTLS</c>, before the log-in. RFC 9051 §6.2.1: the handshake begins behind the reply's CRLF.</summary>
internal static class StartTlsCommand
{
    public static ValueTask<ImapReply> RunAsync(ImapSession session, NoArguments request, CancellationToken ct)
    {
        if (session.Connection.IsEncrypted)
            return new(new ImapReply.Bad("TLS is there already"));
        session.AfterReply = session.StartTlsAsync;
        return new(new ImapReply.Ok("Begin TLS now"));
    }
}
