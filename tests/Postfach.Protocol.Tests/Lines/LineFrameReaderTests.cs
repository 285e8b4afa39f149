using System.Buffers;
using System.IO.Pipelines;
using CsCheck;
using Postfach.Protocol.Lines;

namespace Postfach.Protocol.Tests.Lines;

public sealed class LineFrameReaderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_line_ends_at_CRLF_and_what_follows_stays_in_the_pipe()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("STAT\r\nrest"u8.ToArray(), Ct);

        var frame = await new LineFrameReader(pipe.Reader, LineEnding.CrLf, 512).ReadAsync(Ct);

        Assert.Equal((LineFrameKind.Line, "STAT"), Shown(frame));
        Assert.True(pipe.Reader.TryRead(out var left));
        Assert.Equal("rest", Pieces.Latin(left.Buffer.ToArray()));
    }

    [Theory]
    [InlineData(LineEnding.CrLf, "a\nb\rc\r\n", "a\nb\rc")]
    [InlineData(LineEnding.CrLf, "a\n\r\n", "a\n")]
    [InlineData(LineEnding.CrLf, "a\r\r\n", "a\r")]
    [InlineData(LineEnding.CrLf, "\r\n", "")]
    [InlineData(LineEnding.Lf, "a\nb\rc\r\n", "a|b\rc")]
    [InlineData(LineEnding.Lf, "\n\r\na\n", "||a")]
    public async Task A_bare_LF_ends_a_line_only_where_it_may(LineEnding ending, string sent, string lines)
    {
        foreach (var cuts in (int[][])[[1], [2], [1000]])
        {
            var frames = await FramesAsync(Pieces.Latin(sent), cuts, ending, 512);
            Assert.Equal(lines, string.Join('|', frames.Select(f => f.Text)));
            Assert.All(frames, f => Assert.Equal(LineFrameKind.Line, f.Kind));
        }
    }

    [Fact]
    public async Task A_line_of_just_the_limit_is_taken_and_a_longer_one_skipped_to_its_end()
    {
        foreach (var cuts in (int[][])[[1], [3], [1000]])
        {
            var frames = await FramesAsync("12345678\r\n123456789\r\nNOOP\r\n"u8.ToArray(), cuts, LineEnding.CrLf, 10);
            Assert.Equal([(LineFrameKind.Line, "12345678"), (LineFrameKind.TooLong, ""), (LineFrameKind.Line, "NOOP")], frames);
        }
    }

    [Fact]
    public async Task A_line_that_the_end_cut_off_is_no_line() =>
        Assert.Equal([(LineFrameKind.Line, "NOOP")], await FramesAsync("NOOP\r\nQUIT"u8.ToArray(), [1000], LineEnding.Lf, 100));

    [Theory]
    [InlineData(LineEnding.CrLf)]
    [InlineData(LineEnding.Lf)]
    public Task Lines_do_not_depend_on_how_the_bytes_arrive(LineEnding ending) =>
        Gen.Select(Pieces.Bytes, Pieces.Cuts).SampleAsync(async (bytes, cuts) =>
            Assert.Equal(await FramesAsync(bytes, [int.MaxValue], ending, 20), await FramesAsync(bytes, cuts, ending, 20)));

    private static async Task<List<(LineFrameKind Kind, string Text)>> FramesAsync(byte[] sent, int[] cuts, LineEnding ending, int limit)
    {
        var pipe = new Pipe(new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline));
        var reader = new LineFrameReader(pipe.Reader, ending, limit);
        var reading = ReadAllAsync(reader);
        foreach (var piece in Pieces.Of(sent, cuts))
            await pipe.Writer.WriteAsync(piece, Ct);
        await pipe.Writer.CompleteAsync();
        return await reading;
    }

    private static async Task<List<(LineFrameKind Kind, string Text)>> ReadAllAsync(LineFrameReader reader)
    {
        var frames = new List<(LineFrameKind, string)>();
        for (var frame = await reader.ReadAsync(Ct); frame.Kind != LineFrameKind.End; frame = await reader.ReadAsync(Ct))
            frames.Add(Shown(frame));
        return frames;
    }

    private static (LineFrameKind, string) Shown(LineFrame frame) => (frame.Kind, Pieces.Latin(frame.Line.Span));
}
