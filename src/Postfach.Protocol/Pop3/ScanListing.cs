using System.Buffers;
using System.Buffers.Text;
using Postfach.Protocol.Lines;

namespace Postfach.Protocol.Pop3;

/// <summary>A message's number and its exact size in octets. RFC 1939 §5, LIST and §11.</summary>
public readonly record struct ScanListing(MessageNumber Number, long Size)
{
    /// <summary>Reads a line of LIST without its ending; what follows the size is not looked at. RFC 1939 §5.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out ScanListing listing)
    {
        var reader = new LineReader(line);
        listing = default;
        if (!reader.Number(out var number) || !reader.Space() || !reader.Word(out var digits)
            || !Utf8Parser.TryParse(digits, out long size, out var length) || length != digits.Length || size < 0)
        {
            return false;
        }

        listing = new ScanListing(new MessageNumber(number), size);
        return true;
    }

    /// <summary>Without a line end: it is a line of LIST, and a part of LIST's reply for one message and of STAT's.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        output.WriteNumber(Number.Value);
        output.Write(" "u8);
        output.WriteNumber(Size);
    }

    public override string ToString() => $"{Number} {Size}";
}
