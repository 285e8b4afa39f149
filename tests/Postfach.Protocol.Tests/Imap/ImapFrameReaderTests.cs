using System.IO.Pipelines;
using System.Text;
using CsCheck;
using Postfach.Protocol.Imap;

namespace Postfach.Protocol.Tests.Imap;

/// <summary>Commands out of a stream of bytes, however it is cut.</summary>
public sealed class ImapFrameReaderTests
{
    private static readonly ImapLimits Limits = new(Line: 40, Literal: 10, Command: 60);

    [Fact]
    public Task Commands_are_told_apart_however_their_bytes_come() => PlayAsync(
        "a NOOP\r\nb LOGIN {4}\r\nanna {2+}\r\nxy\r\nc NOOP\nd\r\n",
        ["Complete a NOOP", "Complete b LOGIN {4}\r\nanna {2+}\r\nxy", "Complete c NOOP", "Complete d", "Ended "],
        goAheads: 1);

    [Fact]
    public Task A_line_too_long_is_skipped_to_its_end() => PlayAsync(
        $"a {new string('x', 100)}\r\nb NOOP\r\n",
        ["LineTooLong", "Complete b NOOP", "Ended "],
        goAheads: 0);

    [Fact]
    public Task A_literal_too_big_is_not_asked_for() => PlayAsync(
        "a LOGIN {11}\r\nb NOOP\r\nc LOGIN {11+}\r\n",
        ["LiteralTooBig a LOGIN {11}", "Complete b NOOP", "LiteralTooBigOnTheWay c LOGIN {11+}"],
        goAheads: 0);

    [Fact]
    public Task A_message_is_not_part_of_its_command() => PlayAsync(
        "a APPEND {5}\r\nINBOX (\\Seen) {12}\r\nHello, world\r\nb NOOP\r\n",
        ["Message a APPEND {5}\r\nINBOX (\\Seen) {12}", "Complete ", "Complete b NOOP", "Ended "],
        goAheads: 1);

    [Fact]
    public async Task A_message_comes_in_pieces_and_what_is_not_read_is_skipped()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("a APPEND INBOX {5+}\r\nhello\r\nb APPEND INBOX {5+}\r\nworld\r\nc NOOP\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        var reader = new ImapFrameReader(pipe.Reader, Limits, _ => default);
        var frame = await reader.ReadAsync(TestContext.Current.CancellationToken);
        var message = new StringBuilder();
        await foreach (var piece in reader.ReadMessageAsync(frame.Literal, TestContext.Current.CancellationToken))
            message.Append(Encoding.ASCII.GetString(piece.Span));
        Assert.Equal("hello", message.ToString());
        Assert.True((await reader.ReadLineAsync(TestContext.Current.CancellationToken)).Bytes.IsEmpty);
        frame = await reader.ReadAsync(TestContext.Current.CancellationToken);
        await foreach (var piece in reader.ReadMessageAsync(frame.Literal, TestContext.Current.CancellationToken))
            break;
        frame = await reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal("c NOOP", Encoding.ASCII.GetString(frame.Bytes.Span));
    }

    private static async Task PlayAsync(string bytes, string[] expected, int goAheads)
    {
        await Gen.Int[0, bytes.Length].Array[0, 5].SampleAsync(
            async cuts =>
            {
                var asked = 0;
                var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
                var reader = new ImapFrameReader(pipe.Reader, Limits, _ =>
                {
                    asked++;
                    return default;
                });
                var writing = Task.Run(async () =>
                {
                    var start = 0;
                    foreach (var cut in cuts.Append(bytes.Length).Order())
                    {
                        await pipe.Writer.WriteAsync(Encoding.ASCII.GetBytes(bytes[start..cut]));
                        start = cut;
                    }

                    await pipe.Writer.CompleteAsync();
                });
                var isAfterMessage = false;
                foreach (var wanted in expected)
                {
                    var frame = isAfterMessage ? await reader.ReadLineAsync(default) : await reader.ReadAsync(default);
                    Assert.StartsWith(wanted, $"{frame.Kind} {Encoding.ASCII.GetString(frame.Bytes.Span)}", StringComparison.Ordinal);
                    isAfterMessage = frame.Kind == ImapFrameKind.Message;
                    if (isAfterMessage)
                        await reader.SkipMessageAsync(frame.Literal, default);
                }

                await writing;
                Assert.Equal(goAheads, asked);
            },
            iter: 200);
    }
}
