using System.Buffers;
using System.IO.Pipelines;
using CsCheck;
using Postfach.Protocol.Lines;

namespace Postfach.Protocol.Tests.Lines;

public sealed class DotTerminatedReaderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_body_comes_back_and_what_follows_stays_in_the_pipe() => Gen.Select(Pieces.Bytes, Pieces.Cuts).SampleAsync(async (bytes, cuts) =>
    {
        var sent = new ArrayBufferWriter<byte>();
        var writer = new DotStuffedWriter(sent, LineEnding.CrLf);
        writer.Write([.. bytes, .. "\r\n"u8]);
        writer.Complete();
        var pipe = new Pipe(new PipeOptions(minimumSegmentSize: 16, readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline));
        var reading = ReadAsync(pipe.Reader);
        byte[] wire = [.. sent.WrittenSpan, .. "RSET"u8];
        foreach (var piece in Pieces.Of(wire, cuts))
            await pipe.Writer.WriteAsync(piece, Ct);
        await pipe.Writer.CompleteAsync();

        byte[] body = [.. bytes, .. "\r\n"u8];
        Assert.Equal(body, await reading);
        var left = await pipe.Reader.ReadAsync(Ct);
        Assert.Equal("RSET", Pieces.Latin(left.Buffer.ToArray()));
    });

    [Fact]
    public async Task A_long_body_comes_in_bounded_pieces()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        await pipe.Writer.WriteAsync(new byte[1_000_000], Ct);
        await pipe.Writer.WriteAsync("\r\n.\r\n"u8.ToArray(), Ct);

        long total = 0;
        await foreach (var piece in DotTerminatedReader.ReadAsync(pipe.Reader, LineEnding.CrLf, Ct))
        {
            Assert.InRange(piece.Length, 1, 64 * 1024);
            total += piece.Length;
        }

        Assert.Equal(1_000_002, total);
    }

    [Fact]
    public async Task An_input_that_ends_inside_a_body_is_a_fault()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("half a message\r\n."u8.ToArray(), Ct);
        await pipe.Writer.CompleteAsync();
        await Assert.ThrowsAsync<EndOfStreamException>(() => ReadAsync(pipe.Reader));
    }

    private static async Task<byte[]> ReadAsync(PipeReader input)
    {
        var body = new List<byte>();
        await foreach (var piece in DotTerminatedReader.ReadAsync(input, LineEnding.CrLf, Ct))
            body.AddRange(piece.Span);
        return [.. body];
    }
}
