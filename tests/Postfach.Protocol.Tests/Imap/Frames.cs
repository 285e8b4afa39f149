using System.IO.Pipelines;
using Postfach.Protocol.Imap;
using Postfach.Protocol.Tests.Lines;

namespace Postfach.Protocol.Tests.Imap;

/// <summary>Everything that a frame reader finds in some bytes, a line each: the frames, the go-aheads (<c>+</c>) and the messages.</summary>
internal static class Frames
{
    public static readonly ImapLimits Small = new(Line: 60, Literal: 20, Command: 100, Skipped: 30);

    /// <summary>What a session does with an APPEND's message.</summary>
    public enum Message
    {
        Read,
        Refuse,
        GiveUp,
    }

    public static async Task<string[]> OfAsync(byte[] sent, int[] cuts, ImapLimits limits, Message message = Message.Read)
    {
        var pipe = new Pipe(new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0));
        var found = new List<string>();
        var reader = new ImapFrameReader(pipe.Reader, limits, () => found.Add("+"), () => default);
        var reading = ReadAllAsync(reader, found, message);
        foreach (var piece in Pieces.Of(sent, cuts))
            await pipe.Writer.WriteAsync(piece, TestContext.Current.CancellationToken);
        await pipe.Writer.CompleteAsync();
        await reading;
        return [.. found];
    }

    private static async Task ReadAllAsync(ImapFrameReader reader, List<string> found, Message message)
    {
        var ct = TestContext.Current.CancellationToken;
        try
        {
            while (true)
            {
                var frame = await reader.ReadAsync(ct);
                if (frame.Kind == ImapFrameKind.Ended)
                    return;
                found.Add($"{frame.Kind} {Pieces.Latin(frame.Bytes.Span)}");
                if (frame.Kind == ImapFrameKind.LiteralTooBigOnTheWay)
                    return;
                if (frame.Kind == ImapFrameKind.Message && message != Message.Refuse)
                    await ReadMessageAsync(reader, frame.Literal, found, message);
            }
        }
        catch (EndOfStreamException)
        {
            found.Add("cut off");
        }
    }

    private static async Task ReadMessageAsync(ImapFrameReader reader, ImapLiteral literal, List<string> found, Message message)
    {
        var text = "";
        await foreach (var piece in reader.ReadMessageAsync(literal, TestContext.Current.CancellationToken))
        {
            if (message == Message.GiveUp)
                return;
            text += Pieces.Latin(piece.Span);
        }

        found.Add($"message {text}");
        var rest = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        found.Add($"rest {rest.Kind} {Pieces.Latin(rest.Bytes.Span)}");
    }
}
