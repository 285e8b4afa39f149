using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>CAPABILITY</c>, in any state. RFC 9051 §6.1.1.</summary>
internal static class CapabilityCommand
{
    public static ValueTask<ImapReply> RunAsync(ImapSession session, NoArguments request, CancellationToken ct)
    {
        session.Output.WriteText($"* CAPABILITY {string.Join(' ', ImapCapabilities.Of(session.Connection, session.State))}\r\n");
        return new(new ImapReply.Ok("That is all"));
    }
}
