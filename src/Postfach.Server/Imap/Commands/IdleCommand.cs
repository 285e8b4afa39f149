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
        await session.Conversation.SendAsync();
        var line = session.Conversation.WatchForLineAsync(session.Timeout);
        try
        {
            if (session.Selected is { } selected)
                await TellUntilAsync(session, selected, line, ct);
        }
        catch
        {
            await session.Conversation.StopWatchingAsync(line);
            throw;
        }

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
        try
        {
            // A mailbox that was deleted has told all it ever will.
            while (!line.IsCompleted && selected.Mailbox.Name is not null)
            {
                await selected.SynchronizeAsync(session, mayExpunge: true, withUid: false, own: null);
                await session.Conversation.SendAsync();
                await Task.WhenAny(line, selected.Mailbox.WaitForChangeAsync(selected.View, waiting.Token));
            }

            // What its deletion expunged.
            await selected.SynchronizeAsync(session, mayExpunge: true, withUid: false, own: null);
            await session.Conversation.SendAsync();
        }
        finally
        {
            await waiting.CancelAsync();
        }
    }
}
