using System.Buffers;
using Postfach.Protocol.Pop3;
using Postfach.Store;

namespace Postfach.Server.Pop3;

/// <summary>
/// Reads the messages behind the one that a client retrieves along with it: clients retrieve in order, and one look into the file that gives many messages
/// costs little more than one that gives one. Nothing is read ahead before the second message in order. Not thread-safe.
/// </summary>
internal sealed class ReadAhead(BodyReader bodies, Maildrop maildrop) : IDisposable
{
    private const int MaxBytes = 128 << 10;

    private readonly Queue<(uint Number, Range Bytes)> _held = new();
    private byte[]? _buffer;
    private uint _last;

    /// <summary>All of a message, good until the next call; null: it is not at hand, read it.</summary>
    public ReadOnlyMemory<byte>? Take(in Message message)
    {
        var isNext = message.Number.Value == _last + 1;
        _last = message.Number.Value;
        while (_held.Count > 0 && (!isNext || _held.Peek().Number < _last))
            _held.Dequeue();
        if (_held.Count == 0)
            Fill(isNext);
        if (_held.Count == 0 || _held.Peek().Number != _last)
            return null;
        return _buffer.AsMemory()[_held.Dequeue().Bytes];
    }

    public void Dispose() => GiveBack();

    private void Fill(bool isNext)
    {
        GiveBack();
        if (!isNext)
            return;
        var batch = bodies.BeginBatch();
        try
        {
            var end = 0;
            for (var number = _last; maildrop.TryGet(new MessageNumber(number), out var message) && message.Size <= MaxBytes - end; number++)
            {
                batch.MoveTo(message.Body);
                var bytes = batch.FirstBytes;
                if (bytes.Length != message.Size)
                    break;
                _buffer ??= ArrayPool<byte>.Shared.Rent(MaxBytes);
                bytes.CopyTo(_buffer.AsSpan(end));
                _held.Enqueue((number, end..(end + (int)message.Size)));
                end += (int)message.Size;
            }
        }
        catch (StoreException)
        {
            // A message that cannot be read is told when the client asks for it.
        }
        finally
        {
            batch.Dispose();
        }
    }

    private void GiveBack()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }
}
