using System.Buffers;

namespace Postfach.Mime;

/// <summary>Bytes that grow at the end and can be cut there; kept from one message to the next.</summary>
internal sealed class ByteBuffer(int capacity) : IBufferWriter<byte>
{
    // What one odd message needed is not held for all the plain ones after it.
    private const int KeptCapacity = 256 * 1024;

    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public ReadOnlySpan<byte> From(int start) => _bytes.AsSpan(start, Length - start);

    public ReadOnlySpan<byte> Slice(int start, int length) => _bytes.AsSpan(start, length);

    /// <summary>For a change in place.</summary>
    public Span<byte> GetWritten() => _bytes.AsSpan(0, Length);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    public void Append(byte value)
    {
        GetSpan(1)[0] = value;
        Length++;
    }

    public void Cut(int length) => Length = length;

    public byte[] TakeArray()
    {
        var bytes = Written.ToArray();
        Length = 0;
        return bytes;
    }

    public void Reset()
    {
        Length = 0;
        if (_bytes.Length > KeptCapacity)
            _bytes = new byte[capacity];
    }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    private void Reserve(int count)
    {
        count = Math.Max(count, 1);
        if (_bytes.Length - Length < count)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
    }
}
