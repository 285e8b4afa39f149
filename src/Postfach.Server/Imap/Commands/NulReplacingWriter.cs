using System.Buffers;

namespace Postfach.Server.Imap.Commands;

/// <summary>Passes bytes on, with 0x80 in the place of each NUL.</summary>
// Deviation: a message comes back as it came, but RFC 9051 §4.3 allows no NUL in a literal (only in a literal8, which BINARY brings), and clients end
// their strings there. The length stays, and the byte is one that shows.
internal sealed class NulReplacingWriter(IBufferWriter<byte> output) : IBufferWriter<byte>
{
    private Memory<byte> _handed;

    public void Advance(int count)
    {
        _handed.Span[..count].Replace((byte)0, (byte)0x80);
        output.Advance(count);
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => _handed = output.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
