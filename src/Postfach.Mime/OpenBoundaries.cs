namespace Postfach.Mime;

/// <summary>The boundaries of the multiparts that are open, outermost first.</summary>
internal sealed class OpenBoundaries
{
    private readonly List<Boundary> _open = [];
    private readonly ByteBuffer _text = new(256);

    private readonly record struct Boundary(int Part, int Start, int Length);

    public bool IsEmpty => _open.Count == 0;

    public void Reset() => CloseTo(0);

    public void Open(int part, ReadOnlySpan<byte> boundary)
    {
        _open.Add(new Boundary(part, _text.Length, boundary.Length));
        _text.Append(boundary);
    }

    /// <summary>Keeps the outermost <paramref name="count"/>.</summary>
    public void CloseTo(int count)
    {
        if (count >= _open.Count)
            return;
        _text.Cut(_open[count].Start);
        _open.RemoveRange(count, _open.Count - count);
    }

    /// <summary>Finds whose delimiter a line is. <paramref name="line"/>: what follows the two dashes at its start.</summary>
    public bool TryMatch(ReadOnlySpan<byte> line, out Delimiter delimiter)
    {
        // RFC 2046 §5.1.1: white space may follow; and it is enough that the line starts with the boundary. A line that is a delimiter
        // exactly goes before one that only starts like one, then the longer boundary, then the inner one.
        delimiter = default;
        var (best, isExact) = (0, false);
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            var (part, start, length) = _open[i];
            if (length > line.Length || (isExact && length <= best) || !line.StartsWith(_text.Slice(start, length)))
                continue;
            var rest = line[length..].TrimEnd(" \t\r\n"u8);
            var exact = rest.IsEmpty || rest.SequenceEqual("--"u8);
            if (exact == isExact ? length <= best : isExact)
                continue;
            (best, isExact) = (length, exact);
            delimiter = new Delimiter(i, part, rest.StartsWith("--"u8));
        }

        return best > 0;
    }

    /// <summary>A delimiter line: the how many-th open boundary it has, of which part, and whether it closes it.</summary>
    public readonly record struct Delimiter(int Index, int Part, bool Closes);
}
