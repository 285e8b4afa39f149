namespace Postfach.Mime;

/// <summary>Walks the encoded parts of a message in their order.</summary>
internal ref struct SectionWalk(ReadOnlySpan<byte> encoded, int place)
{
    private readonly ReadOnlySpan<byte> _encoded = encoded;
    private int _place = place;
    private long _before;
    private long _within;

    /// <summary>The next part: of one that has parts, its first. False at the end, or where the octets are damaged.</summary>
    public bool TryRead(out MessagePart part)
    {
        part = default;
        if (_place >= _encoded.Length)
            return false;
        var form = _encoded[_place++];
        if (!TryReadNumber(out var distance) || !TryReadNumber(out var header) || !TryReadNumber(out var content))
            return false;
        var kind = (PartKind)(form & 3);
        var mime = new ByteRange(_before + distance, header);
        part = new MessagePart(kind, (ContentEncoding)(form >> 2), mime, new ByteRange(mime.End, content));
        var isLeaf = kind < PartKind.Multipart;
        _before = isLeaf ? part.Content.End : mime.End;
        _within = 0;
        return isLeaf || TryReadNumber(out _within);
    }

    /// <summary>From a multipart that was just read to its child of that number.</summary>
    public bool TryReadChild(uint number, ref MessagePart part)
    {
        var left = _within;
        for (uint child = 1; left > 0 && TryRead(out part); child++)
        {
            if (child == number)
                return true;
            left -= _within + 1;
            for (var skipped = _within; skipped > 0; skipped--)
            {
                if (!TryRead(out _))
                    return false;
            }
        }

        return false;
    }

    private bool TryReadNumber(out long value) => Varint.TryRead(_encoded, ref _place, out value);
}
