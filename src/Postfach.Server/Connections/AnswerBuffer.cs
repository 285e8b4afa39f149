using System.Buffers;
using System.IO.Pipelines;

namespace Postfach.Server.Connections;

/// <summary>
/// Puts answers together in the memory that the connection sends from, so that no byte is copied twice. An answer counts only once it is whole: one that
/// cannot be completed leaves nothing behind. Not thread-safe.
/// </summary>
internal sealed class AnswerBuffer(PipeWriter pipe) : IBufferWriter<byte>
{
    // Many answers in one piece of memory cost one call of the system to send. A single short one takes what the pipe has at hand.
    private const int MuchBytes = 128 << 10;

    private Memory<byte> _memory;
    private int _whole, _length;
    private bool _isMuch;

    /// <summary>Bytes of whole answers since the last <see cref="Commit"/>.</summary>
    public int Gathered { get; private set; }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_memory.Length - _length < Math.Max(1, sizeHint))
            Grow(sizeHint);
        return _memory[_length..];
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Writes bytes of a message as a literal may have them: 0x80 in the place of each NUL.</summary>
    // Deviation: a message comes back as it came, but RFC 9051 §4.3 allows no NUL in a literal (only in a literal8, which BINARY brings), and clients end
    // their strings there. The length stays, and the byte is one that shows.
    public void WriteWithoutNul(ReadOnlySpan<byte> bytes)
    {
        bytes.Replace(GetSpan(bytes.Length), (byte)0, (byte)0x80);
        _length += bytes.Length;
    }

    /// <summary>What was written since the last time is a whole answer.</summary>
    public void Complete()
    {
        Gathered += _length - _whole;
        _whole = _length;
    }

    /// <summary>Drops what is not a whole answer.</summary>
    public void TakeBack() => _length = _whole;

    /// <summary>Hands all whole answers to the pipe, which sends them with its next flush.</summary>
    public void Commit()
    {
        if (_whole > 0)
            pipe.Advance(_whole);
        (_memory, _whole, _length, Gathered) = (default, 0, 0, 0);
    }

    private void Grow(int sizeHint)
    {
        // Asked for more, the pipe may give memory away that was not used yet.
        var begun = _memory.Span[_whole.._length].ToArray();
        if (_whole > 0)
            pipe.Advance(_whole);
        _isMuch |= !_memory.IsEmpty;
        _memory = pipe.GetMemory(Math.Max(_isMuch ? MuchBytes : 0, begun.Length + Math.Max(1, sizeHint)));
        begun.CopyTo(_memory.Span);
        (_whole, _length) = (0, begun.Length);
    }
}
