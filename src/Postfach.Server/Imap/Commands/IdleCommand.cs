using System.Buffers;
using System.Text;
using Postfach.Protocol.Imap;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>IDLE</c>, after the log-in: what changes is told as it happens, until the client says DONE. RFC 9051 §6.3.13.</summary>
internal static class IdleCommand
{
    public static async ValueTask<ImapReply> RunAsync(ImapSession session, NoArguments request, CancellationToken ct)
    {
        session.Output.Write("+ idling\r\n"u8);

        // All is sent before the line is awaited: from then on only this command writes.
        await session.Conversation.SendAsync();
        var line = session.Conversation.NextLineAsync(session.Timeout);
        if (session.Selected is { } selected)
            await TellUntilAsync(session, selected, line, ct);
        var next = await line;
        if (session.HandleEnd(next))
            return new ImapReply.No("The session is over");
        return next.Frame.Kind == ImapFrameKind.Complete && Ascii.EqualsIgnoreCase(next.Frame.Bytes.Span, "DONE"u8)
            ? new ImapReply.Ok("Done idling")
            : new ImapReply.Bad("DONE was expected");
    }

    private static async ValueTask TellUntilAsync(ImapSession session, SelectedMailbox selected, Task line, CancellationToken ct)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(ct);
        while (!line.IsCompleted)
        {
            selected.Synchronize(session.Output, mayExpunge: true, withUid: false, own: null);
            await session.Conversation.SendAsync();

            // A mailbox that was deleted has told all it ever will.
            if (selected.Mailbox.Name is null)
                return;
            await Task.WhenAny(line, selected.Mailbox.WaitForChangeAsync(selected.View, waiting.Token));
        }

        await waiting.CancelAsync();
    }
}
