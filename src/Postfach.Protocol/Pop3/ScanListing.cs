using System.Buffers;
using Postfach.Protocol.Lines;

namespace Postfach.Protocol.Pop3;

/// <summary>A message's number and its exact size in octets. RFC 1939 §5, LIST and §11.</summary>
public readonly record struct ScanListing(MessageNumber Number, long Size)
{
    /// <summary>Without a line end: it is a line of LIST, and a part of LIST's reply for one message and of STAT's.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        output.WriteNumber(Number.Value);
        output.Write(" "u8);
        output.WriteNumber(Size);
    }

    public override string ToString() => $"{Number} {Size}";
}
