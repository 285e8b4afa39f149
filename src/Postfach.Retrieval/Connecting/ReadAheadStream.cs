namespace Postfach.Retrieval;

/// <summary>Reads from a connection in big pieces for somebody who asks for small ones. Writes go through.</summary>
internal sealed class ReadAheadStream(Stream inner) : ConnectionStream(inner)
{
    private const int Bytes = 64 << 10;

    private readonly byte[] _buffer = new byte[Bytes];
    private int _start;
    private int _end;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _start < _end || buffer.IsEmpty ? ValueTask.FromResult(Take(buffer.Span))
        : buffer.Length >= Bytes ? Inner.ReadAsync(buffer, cancellationToken)
        : FillAndTakeAsync(buffer, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => _start < _end ? Take(buffer.AsSpan(offset, count)) : Inner.Read(buffer, offset, count);

    private async ValueTask<int> FillAndTakeAsync(Memory<byte> buffer, CancellationToken ct)
    {
        (_start, _end) = (0, await Inner.ReadAsync(_buffer, ct));
        return Take(buffer.Span);
    }

    private int Take(Span<byte> target)
    {
        var count = Math.Min(target.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(target);
        _start += count;
        return count;
    }
}
