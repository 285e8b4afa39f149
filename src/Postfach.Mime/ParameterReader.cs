using System.Buffers;

namespace Postfach.Mime;

/// <summary>
/// Reads the parameters of a Content-Type or Content-Disposition, one by one, tolerant of what mailers write: values with spaces that are
/// not quoted, missing semicolons, quotes that do not close. RFC 2045 §5.1.
/// </summary>
internal ref struct ParameterReader(ReadOnlySpan<byte> parameters, ByteBuffer scratch)
{
    private static readonly SearchValues<byte> NameEnds = SearchValues.Create("=; \t\r\n(\""u8);
    private static readonly SearchValues<byte> ValueEnds = SearchValues.Create("; \t\r\n("u8);

    private HeaderLexer _in = new(parameters);

    /// <summary>The next parameter; its value holds until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        while (SkipToName())
        {
            name = Take(NameEnds);
            _in.SkipSpaceAndComments();
            if (!_in.At((byte)'='))
            {
                // A word alone, or garbage: always at least one octet of it goes.
                if (name.IsEmpty)
                    _in.Position++;
                continue;
            }

            _in.Position++;
            _in.SkipSpaceAndComments();
            value = ReadValue();
            if (!name.IsEmpty)
                return true;
        }

        return false;
    }

    private bool SkipToName()
    {
        _in.SkipSpaceAndComments();
        while (_in.At((byte)';'))
        {
            _in.Position++;
            _in.SkipSpaceAndComments();
        }

        return !_in.AtEnd;
    }

    private ReadOnlySpan<byte> ReadValue()
    {
        if (_in.TryReadQuoted(out var quoted))
            return Unquoted(quoted);
        var isUnclosed = _in.At((byte)'"');
        if (isUnclosed)
            _in.Position++;
        var start = _in.Position;
        var word = Take(ValueEnds);
        _in.SkipSpaceAndComments();
        if (!isUnclosed && (_in.AtEnd || _in.At((byte)';') || AtParameter()))
            return word;
        // Several words, such as a file name that should have been quoted.
        _in.Position += LengthTo(_in.Rest, ";"u8);
        return _in.Text[start.._in.Position].TrimEnd(" \t\r\n"u8);
    }

    private ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> quoted)
    {
        if (!quoted.Contains((byte)'\\'))
            return quoted;
        scratch.Cut(0);
        HeaderLexer.AppendUnquoted(scratch, quoted);
        return scratch.Written;
    }

    private readonly bool AtParameter()
    {
        var length = _in.Rest.IndexOfAny(NameEnds);
        return length > 0 && _in.Rest[length] == '=';
    }

    private ReadOnlySpan<byte> Take(SearchValues<byte> ends)
    {
        var length = _in.Rest.IndexOfAny(ends);
        var taken = length < 0 ? _in.Rest : _in.Rest[..length];
        _in.Position += taken.Length;
        return taken;
    }

    private static int LengthTo(ReadOnlySpan<byte> text, ReadOnlySpan<byte> end)
    {
        var length = text.IndexOf(end);
        return length < 0 ? text.Length : length;
    }
}
