using System.Buffers;

namespace Postfach.Retrieval;

/// <summary>A stream of a known length over a buffer from the pool: what one literal is read into.</summary>
internal sealed class RentedStream : MemoryStream
{
    private byte[]? _buffer;

    private RentedStream(byte[] buffer, int length)
        : base(buffer, 0, length, writable: true, publiclyVisible: true)
    {
        _buffer = buffer;
        Bytes = buffer.AsMemory(0, length);
    }

    /// <summary>Until it is disposed.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    public static RentedStream Of(int length) => new(ArrayPool<byte>.Shared.Rent(length), length);

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
        base.Dispose(disposing);
    }
}
