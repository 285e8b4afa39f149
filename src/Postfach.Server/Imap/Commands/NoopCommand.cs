using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>NOOP</c>, in any state, and <c>CHECK</c>, with a mailbox selected: the session tells what has changed. RFC 9051 §6.1.2, RFC 3501 §6.4.1.</summary>
internal static class NoopCommand
{
    public static ValueTask<ImapReply> RunAsync(ImapSession session, NoArguments request, CancellationToken ct) => new(new ImapReply.Ok("Done"));
}
