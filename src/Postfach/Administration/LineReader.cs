using System.Buffers;
using System.IO.Pipelines;

namespace Postfach.Administration;

/// <summary>Takes lines of bounded length, and frames between them, from a stream.</summary>
internal sealed class LineReader(Stream stream, int maxBytes)
{
    private readonly PipeReader _input = PipeReader.Create(stream);

    /// <summary>The next line without its end; null when there is none any more.</summary>
    /// <exception cref="InvalidDataException">It is too long.</exception>
    public async Task<byte[]?> ReadAsync(CancellationToken ct)
    {
        while (true)
        {
            var result = await _input.ReadAsync(ct);
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = result.Buffer.Slice(0, end).ToArray();
                _input.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line;
            }

            if (result.IsCompleted)
                return null;
            if (result.Buffer.Length > maxBytes)
                throw new InvalidDataException("The line is too long");
            _input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <summary>The next so many bytes; false when the stream ends before the first of them.</summary>
    /// <exception cref="EndOfStreamException">It ends among them.</exception>
    public async Task<bool> FillAsync(Memory<byte> bytes, CancellationToken ct)
    {
        if (bytes.IsEmpty)
            return true;
        var result = await _input.ReadAtLeastAsync(bytes.Length, ct);
        if (result.Buffer.IsEmpty)
            return false;
        if (result.Buffer.Length < bytes.Length)
            throw new EndOfStreamException("The connection ended in the middle.");
        var taken = result.Buffer.Slice(0, bytes.Length);
        taken.CopyTo(bytes.Span);
        _input.AdvanceTo(taken.End);
        return true;
    }
}
