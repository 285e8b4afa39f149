namespace Postfach.Protocol.Pop3;

/// <summary>
/// Finds where TOP ends in a message's bytes, which may come in any pieces: behind the header, the empty line and some lines of the body.
/// RFC 1939 §7. A line ends with LF, with or without a CR before it.
/// </summary>
/// <param name="lines">How many lines of the body.</param>
public sealed class TopExtent(uint lines)
{
    private uint _linesLeft = lines;
    private bool _insideHeader = true;
    private Line _line = Line.Empty;

    /// <summary>What the header's current line has so far.</summary>
    private enum Line
    {
        Empty,
        Cr,
        Text,
    }

    /// <summary>No more bytes are wanted.</summary>
    public bool IsReached => !_insideHeader && _linesLeft == 0;

    /// <summary>How many of the next bytes belong to it.</summary>
    public int Take(ReadOnlySpan<byte> piece)
    {
        var taken = 0;
        while (taken < piece.Length && !IsReached)
        {
            var rest = piece[taken..];
            var lineFeed = rest.IndexOf((byte)'\n');
            TakeLine(lineFeed < 0 ? rest : rest[..lineFeed], lineFeed >= 0);
            taken += lineFeed < 0 ? rest.Length : lineFeed + 1;
        }

        return taken;
    }

    private void TakeLine(ReadOnlySpan<byte> content, bool ended)
    {
        if (!_insideHeader)
        {
            _linesLeft -= ended ? 1u : 0u;
            return;
        }

        if (!content.IsEmpty)
            _line = _line == Line.Empty && content is [(byte)'\r'] ? Line.Cr : Line.Text;
        if (!ended)
            return;
        _insideHeader = _line == Line.Text;
        _line = Line.Empty;
    }
}
