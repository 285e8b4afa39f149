namespace Postfach.Mime;

/// <summary>
/// Takes a message line by line and finds its parts. Of a long line it is given the head first, then the rest in pieces; of content, pieces
/// that may hold many lines, as long as none of them could be a delimiter.
/// </summary>
internal sealed class StructureReader
{
    private readonly PartTree _tree;
    private readonly PartType _types;
    private readonly HeaderReader _header;
    private readonly OpenBoundaries _boundaries = new();
    private int _current;
    private long _offset, _lines;
    private int _lineBreak;
    private byte _last;
    private bool _inHeader, _partFollows;

    public StructureReader(PartTree tree, PartType types)
    {
        (_tree, _types, _header) = (tree, types, new HeaderReader(tree));
        Reset();
    }

    public long Length => _offset;

    /// <summary>Every line must come alone.</summary>
    public bool WantsLines => _inHeader || _partFollows;

    /// <summary>A line may be a delimiter.</summary>
    public bool HasBoundaries => !_boundaries.IsEmpty;

    public void Reset()
    {
        _tree.Reset();
        _header.Reset();
        _boundaries.Reset();
        (_offset, _lines, _lineBreak, _last, _partFollows) = (0, 0, 0, 0, false);
        BeginPart(-1);
    }

    /// <summary>A line from its first octet on: all of it with its line break, or its head.</summary>
    public void Line(ReadOnlySpan<byte> line)
    {
        if (_partFollows)
            BeginPart(_current);
        if (line.StartsWith("--"u8)
            && _boundaries.TryMatch(line[2..], out var delimiter)
            && (delimiter.Closes || _tree.Count < MimeLimits.Parts))
        {
            Delimit(delimiter);
            Advance(line);
            return;
        }

        var isBlank = line.SequenceEqual("\r\n"u8) || line.SequenceEqual("\n"u8);
        Advance(line);
        if (!_inHeader)
            return;
        if (isBlank)
            EndHeader();
        else
            _header.Line(line);
    }

    /// <summary>Octets that begin no line to look at.</summary>
    public void Rest(ReadOnlySpan<byte> bytes)
    {
        Advance(bytes);
        if (_inHeader)
            _header.More(bytes);
    }

    /// <summary>The message has ended.</summary>
    public void End()
    {
        for (var part = _current; part >= 0; part = _tree[part].Parent)
            EndPart(part, _offset, _lines);
    }

    private void Advance(ReadOnlySpan<byte> bytes)
    {
        _offset += bytes.Length;
        _lines += bytes.Count((byte)'\n');
        var beforeLast = bytes.Length > 1 ? bytes[^2] : _last;
        _last = bytes[^1];
        _lineBreak = _last != '\n' ? 0 : beforeLast == '\r' ? 2 : 1;
    }

    private void BeginPart(int parent)
    {
        _current = _tree.Add(parent, _offset, _lines);
        (_inHeader, _partFollows) = (true, false);
    }

    private void EndHeader()
    {
        _inHeader = false;
        _header.End();
        ref var part = ref _tree[_current];
        (part.HasBody, part.BodyStart, part.LinesBefore) = (true, _offset, _lines);
        var boundary = _types.Settle(_current);
        if (part.Kind == PartKind.Multipart)
            _boundaries.Open(_current, boundary);
        else if (part.Kind == PartKind.Message)
            BeginPart(_current);
    }

    private void Delimit(OpenBoundaries.Delimiter delimiter)
    {
        // RFC 2046 §5.1.1: the line break before a delimiter belongs to it.
        var (end, lines) = (_offset - _lineBreak, _lineBreak == 0 ? _lines : _lines - 1);
        for (var part = _current; part != delimiter.Part; part = _tree[part].Parent)
        {
            EndPart(part, end, lines);
            // But where it ends a header it is the header's, and so of all that this part lies in.
            if (_tree[part].End > end)
                (end, lines) = (_offset, _lines);
        }

        // RFC 2046 §5.1.2: the delimiter of an outer multipart ends the inner ones, whether they were closed or not.
        _boundaries.CloseTo(delimiter.Closes ? delimiter.Index : delimiter.Index + 1);
        _current = delimiter.Part;
        _tree[_current].IsDelimited = true;
        (_inHeader, _partFollows) = (false, !delimiter.Closes);
    }

    private void EndPart(int index, long end, long lines)
    {
        if (!_tree[index].HasBody)
            EndHeaderOnly(index, end, lines);
        ref var part = ref _tree[index];
        part.End = Math.Max(end, part.BodyStart);
        part.Lines = Math.Max(lines - part.LinesBefore, 0);
        if (part.Kind == PartKind.Multipart && !_tree.HasChildren(index))
            AddOnlyPart(index);
        _tree[index].Next = _tree.Count;
    }

    /// <summary>A part that ended before a blank line: it has no content.</summary>
    private void EndHeaderOnly(int index, long end, long lines)
    {
        _inHeader = false;
        _header.End();
        ref var part = ref _tree[index];
        (part.HasBody, part.BodyStart, part.LinesBefore) = (true, Math.Max(end, part.HeaderStart), lines);
        _types.Settle(index);
        if (part.Kind == PartKind.Message)
            AddEmptyPart(index, part.BodyStart);
    }

    private void AddOnlyPart(int multipart)
    {
        // RFC 9051 §9, body-type-mpart: at least one body. Where no boundary was seen it is all the content, so that nothing is hidden from
        // the reader; where a multipart was closed without a part, it is empty.
        var (start, end, lines) = (_tree[multipart].BodyStart, _tree[multipart].End, _tree[multipart].Lines);
        if (_tree[multipart].IsDelimited)
        {
            AddEmptyPart(multipart, end);
            return;
        }

        AddEmptyPart(multipart, start);
        ref var part = ref _tree[multipart + 1];
        (part.End, part.Lines) = (end, lines);
    }

    private void AddEmptyPart(int parent, long at)
    {
        var index = _tree.Add(parent, at, _lines);
        ref var part = ref _tree[index];
        (part.HasBody, part.BodyStart, part.End, part.Kind, part.Next) = (true, at, at, PartKind.Text, index + 1);
    }
}
