namespace Postfach.Mime;

/// <summary>Takes the lines of a part's header and keeps the fields that are needed, unfolded and bounded.</summary>
internal sealed class HeaderReader(PartTree tree)
{
    private FieldKind _field;
    private int _start;

    public void Reset() => _field = FieldKind.None;

    /// <summary>A line from its first octet on: all of it with its line break, or its head.</summary>
    public void Line(ReadOnlySpan<byte> line)
    {
        // RFC 5322 §2.2.3: unfolding removes the line break that white space follows.
        if (line[0] is (byte)' ' or (byte)'\t')
        {
            if (_field != FieldKind.None)
                CutLineBreak();
            More(line);
            return;
        }

        EndField();
        var kind = FieldKinds.Of(FieldName.Of(line, out var colon));
        if (!Wants(kind))
            return;
        (_field, _start) = (kind, tree.Kept.Length);
        More(line[(colon + 1)..]);
    }

    /// <summary>What follows the head of a long line.</summary>
    public void More(ReadOnlySpan<byte> bytes)
    {
        if (_field == FieldKind.None)
            return;
        var room = Math.Min(MimeLimits.FieldOctets - (tree.Kept.Length - _start), MimeLimits.KeptOctets - tree.Kept.Length);
        tree.Kept.Append(bytes[..Math.Min(bytes.Length, Math.Max(room, 0))]);
    }

    public void End() => EndField();

    private bool Wants(FieldKind kind)
    {
        var part = tree.Count - 1;
        if (kind == FieldKind.None || (kind.IsEnvelope && !tree[part].IsMessage))
            return false;
        if (tree.Kept.Length >= MimeLimits.KeptOctets || tree.FieldCount >= MimeLimits.Fields)
            return false;
        // RFC 5322 §3.6: each of these may come once. RFC 5322 §4.5.3: repeated address lists count as one. Addresses of any field are put
        // together, From included, so that no address hides behind another; of all other fields the first counts.
        return kind.HoldsAddresses || !tree.Has(part, kind);
    }

    private void EndField()
    {
        if (_field == FieldKind.None)
            return;
        var value = tree.Kept.From(_start);
        tree.Kept.Cut(_start + value.TrimEnd(" \t\r\n"u8).Length);
        var leading = Math.Min(value.Length - value.TrimStart(" \t\r\n"u8).Length, tree.Kept.Length - _start);
        tree.AddField(_field, _start + leading);
        _field = FieldKind.None;
    }

    private void CutLineBreak()
    {
        var value = tree.Kept.From(_start);
        if (value is [.., (byte)'\r', (byte)'\n'])
            tree.Kept.Cut(tree.Kept.Length - 2);
        else if (value is [.., (byte)'\n'])
            tree.Kept.Cut(tree.Kept.Length - 1);
    }
}
