using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>LOGOUT</c>, in any state. RFC 9051 §6.1.3.</summary>
internal static class LogoutCommand
{
    public static ValueTask<ImapReply> RunAsync(ImapSession session, NoArguments request, CancellationToken ct)
    {
        session.Select(null);

        // RFC 9051 §6.1.3: BYE comes before the OK.
        new ImapReply.Bye("Goodbye").Write(session.Output, "*");
        session.AfterReply = _ =>
        {
            session.End();
            return Task.CompletedTask;
        };
        return new(new ImapReply.Ok("Logged out"));
    }
}
