using System.Buffers;
using System.IO.Pipelines;

namespace Postfach.Protocol.Lines;

/// <summary>
/// Takes lines from a pipe, one at a time, and leaves what follows a line in the pipe. Its memory is one line, however the bytes arrive.
/// One caller at a time. Faults of the pipe come through as its exceptions.
/// </summary>
/// <param name="maxLength">The longest line taken, in octets with its ending.</param>
public sealed class LineFrameReader(PipeReader input, LineEnding ending, int maxLength)
{
    private byte[] _line = new byte[Math.Min(256, maxLength)];
    private int _length;
    private bool _tooLong;
    private bool _afterCr;

    public async ValueTask<LineFrame> ReadAsync(CancellationToken ct)
    {
        while (true)
        {
            var result = await input.ReadAsync(ct);
            var taken = Take(result.Buffer, out var whole);
            input.AdvanceTo(result.Buffer.GetPosition(taken));
            if (whole)
                return Finish();
            if (result.IsCompleted)
                return new LineFrame(LineFrameKind.End, default);
        }
    }

    /// <summary>Collects bytes up to a line's end; every byte is looked at once.</summary>
    private long Take(in ReadOnlySequence<byte> buffer, out bool whole)
    {
        long taken = 0;
        foreach (var segment in buffer)
        {
            var rest = segment.Span;
            while (!rest.IsEmpty)
            {
                var lineFeed = rest.IndexOf((byte)'\n');
                var piece = lineFeed < 0 ? rest : rest[..(lineFeed + 1)];
                whole = lineFeed >= 0 && (ending == LineEnding.Lf || (lineFeed == 0 ? _afterCr : rest[lineFeed - 1] == '\r'));
                Collect(piece);
                taken += piece.Length;
                if (whole)
                    return taken;
                _afterCr = piece[^1] == '\r';
                rest = rest[piece.Length..];
            }
        }

        whole = false;
        return taken;
    }

    private void Collect(ReadOnlySpan<byte> piece)
    {
        if (_tooLong || piece.Length > maxLength - _length)
        {
            _tooLong = true;
            return;
        }

        if (_length + piece.Length > _line.Length)
            Array.Resize(ref _line, Math.Min(maxLength, Math.Max(_line.Length * 2, _length + piece.Length)));
        piece.CopyTo(_line.AsSpan(_length));
        _length += piece.Length;
    }

    private LineFrame Finish()
    {
        var line = _line.AsMemory(0, _length);
        var frame = _tooLong ? new LineFrame(LineFrameKind.TooLong, default) : new LineFrame(LineFrameKind.Line, WithoutEnding(line));
        (_length, _tooLong, _afterCr) = (0, false, false);
        return frame;
    }

    private static ReadOnlyMemory<byte> WithoutEnding(ReadOnlyMemory<byte> line)
    {
        line = line[..^1];
        return line is { IsEmpty: false, Span: [.., (byte)'\r'] } ? line[..^1] : line;
    }
}
