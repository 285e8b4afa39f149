using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Postfach.Protocol.Lines;

/// <summary>Takes a multi-line body from a pipe, piece by piece, and leaves what follows it in the pipe.</summary>
public static class DotTerminatedReader
{
    private const int PieceSize = 64 * 1024;

    /// <summary>The body's bytes, unstuffed; each piece is good until the next one is asked for. Memory is a piece, however long the body is.</summary>
    /// <exception cref="EndOfStreamException">The input ended inside the body.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        PipeReader input, LineEnding lines, [EnumeratorCancellation] CancellationToken ct)
    {
        var unstuffer = new DotUnstuffer(lines);
        var piece = new ArrayBufferWriter<byte>();
        for (var ended = false; !ended;)
        {
            var result = await input.ReadAsync(ct);
            var taken = Take(result.Buffer, unstuffer, piece, out ended);
            input.AdvanceTo(result.Buffer.GetPosition(taken));
            if (piece.WrittenCount > 0)
                yield return piece.WrittenMemory;
            piece.ResetWrittenCount();
            if (!ended && result.IsCompleted && taken == result.Buffer.Length)
                throw new EndOfStreamException("The connection ended inside a message.");
        }
    }

    private static long Take(in ReadOnlySequence<byte> buffer, DotUnstuffer unstuffer, ArrayBufferWriter<byte> piece, out bool ended)
    {
        long taken = 0;
        ended = false;
        foreach (var segment in buffer)
        {
            var bytes = segment.Span[..Math.Min(segment.Length, PieceSize - piece.WrittenCount)];
            ended = unstuffer.Read(bytes, piece, out var consumed);
            taken += consumed;
            if (ended || consumed < segment.Length)
                break;
        }

        return taken;
    }
}
