using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>ENABLE capability...</c>, after the log-in. RFC 9051 §6.3.1.</summary>
internal static class EnableCommand
{
    public static ValueTask<ImapReply> RunAsync(ImapSession session, EnableRequest request, CancellationToken ct)
    {
        // RFC 9051 §6.3.1: what needs no enabling, or is not known, is left out without an error; so far that is everything.
        session.Output.WriteText("* ENABLED\r\n");
        return new(new ImapReply.Ok("Enabled"));
    }
}
