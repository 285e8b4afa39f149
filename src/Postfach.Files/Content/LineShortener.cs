using System.Buffers;

namespace Postfach.Files;

/// <summary>Writes a message's CRLF as LF. Takes the bytes in pieces of any size.</summary>
internal sealed class LineShortener
{
    private bool _heldCr;

    public void Write(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        if (_heldCr && !bytes.IsEmpty && bytes[0] != '\n')
            output.Write("\r"u8);
        if (!bytes.IsEmpty)
            _heldCr = false;
        while (bytes.IndexOf((byte)'\r') is >= 0 and var cr)
        {
            if (cr + 1 == bytes.Length)
            {
                output.Write(bytes[..cr]);
                _heldCr = true;
                return;
            }

            var isEnd = bytes[cr + 1] == '\n';
            output.Write(bytes[..(isEnd ? cr : cr + 1)]);
            bytes = bytes[(cr + 1)..];
        }

        output.Write(bytes);
    }

    /// <summary>The bytes have ended.</summary>
    public void Complete(IBufferWriter<byte> output)
    {
        if (_heldCr)
            output.Write("\r"u8);
        _heldCr = false;
    }
}
