using System.Buffers;

namespace Postfach.Protocol.Imap;

/// <summary>The last bytes of a line that is too long to be kept: enough to see the head of a literal at its end.</summary>
internal sealed class LineTail
{
    /// <summary>Longer than any head of a literal: <c>{9223372036854775807+}</c> and the CR behind it.</summary>
    private const int Capacity = 32;

    private readonly byte[] _bytes = new byte[Capacity];
    private int _length;

    /// <summary>What a line without its CR ends with.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length > 0 && _bytes[_length - 1] == '\r' ? _length - 1 : _length);

    public void Add(ReadOnlySequence<byte> part)
    {
        if (part.Length > Capacity)
            part = part.Slice(part.Length - Capacity);
        var kept = Math.Min(_length, Capacity - (int)part.Length);
        _bytes.AsSpan(_length - kept, kept).CopyTo(_bytes);
        part.CopyTo(_bytes.AsSpan(kept));
        _length = kept + (int)part.Length;
    }
}
