namespace Postfach.Mime;

/// <summary>Walks the fields of a header as they stand; a line that is no field counts as one without a name.</summary>
public ref struct HeaderFieldList(ReadOnlySpan<byte> header)
{
    private ReadOnlySpan<byte> _rest = header;

    public HeaderField Current { get; private set; }

    public readonly HeaderFieldList GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.IsEmpty)
            return false;
        var field = Take();
        if (field.SequenceEqual("\r\n"u8) || field.SequenceEqual("\n"u8))
            return false;
        var name = FieldName.Of(field, out var colon);
        Current = new HeaderField(name, (name.IsEmpty ? field : field[(colon + 1)..]).Trim(" \t\r\n"u8));
        return true;
    }

    /// <summary>A line and those that continue it. RFC 5322 §2.2.3.</summary>
    private ReadOnlySpan<byte> Take()
    {
        var end = 0;
        do
        {
            var line = _rest[end..].IndexOf((byte)'\n');
            end = line < 0 ? _rest.Length : end + line + 1;
        }
        while (end < _rest.Length && _rest[end] is (byte)' ' or (byte)'\t');
        var field = _rest[..end];
        _rest = _rest[end..];
        return field;
    }
}
