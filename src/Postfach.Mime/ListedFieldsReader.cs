namespace Postfach.Mime;

/// <summary>Keeps a message's header while it comes, and writes the <see cref="ListedFields"/> of it. Not thread-safe.</summary>
internal sealed class ListedFieldsReader
{
    // A header beyond this is read where it lies; few are a tenth as long.
    private const int MaxHeaderOctets = 64 << 10;

    private readonly ByteBuffer _header = new(2048);
    private int _lineStart;
    private bool _isOver;

    /// <summary>The next octets of the message.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!_isOver && !bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var line = end < 0 ? bytes : bytes[..(end + 1)];
            _header.Append(line);
            bytes = bytes[line.Length..];
            _isOver = _header.Length > MaxHeaderOctets;
            if (end < 0)
                continue;
            _isOver |= _header.From(_lineStart) is [(byte)'\n'] or [(byte)'\r', (byte)'\n'];
            _lineStart = _header.Length;
        }
    }

    /// <summary>What <see cref="HeaderFields.Write"/> gives for all listed fields; null where the header is too long to be kept.</summary>
    public byte[]? TakeFields(ByteBuffer output)
    {
        if (_header.Length > MaxHeaderOctets)
            return null;
        HeaderFields.Write(_header.Written, ListedFields.Names, not: false, output);
        return output.TakeArray();
    }

    public void Reset()
    {
        _header.Reset();
        (_lineStart, _isOver) = (0, false);
    }
}
