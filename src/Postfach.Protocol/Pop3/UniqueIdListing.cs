using System.Buffers;
using Postfach.Protocol.Lines;

namespace Postfach.Protocol.Pop3;

/// <summary>A message's number and its unique-id. RFC 1939 §7, UIDL.</summary>
public readonly record struct UniqueIdListing(MessageNumber Number, UniqueId Id)
{
    /// <summary>Without a line end.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        output.WriteNumber(Number.Value);
        output.Write(" "u8);
        output.WriteText(Id.Value);
    }

    public override string ToString() => $"{Number} {Id}";
}
