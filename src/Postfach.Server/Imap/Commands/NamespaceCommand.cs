using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>NAMESPACE</c>, after the log-in: one's own mailboxes, and so far no others. RFC 9051 §6.3.10.</summary>
internal static class NamespaceCommand
{
    public static ValueTask<ImapReply> RunAsync(ImapSession session, NoArguments request, CancellationToken ct)
    {
        session.Output.WriteText("* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n");
        return new(new ImapReply.Ok("That is all"));
    }
}
