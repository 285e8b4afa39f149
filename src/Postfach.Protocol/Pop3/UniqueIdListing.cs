using System.Buffers;
using System.Text;
using Postfach.Protocol.Lines;

namespace Postfach.Protocol.Pop3;

/// <summary>A message's number and its unique-id. RFC 1939 §7, UIDL.</summary>
public readonly record struct UniqueIdListing(MessageNumber Number, UniqueId Id)
{
    /// <summary>
    /// Reads a line of UIDL without its ending. The id may be longer than RFC 1939 §7 allows, and may have any octets but a space: providers do that, and
    /// nothing else tells their messages.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out MessageNumber number, out string id)
    {
        var reader = new LineReader(line);
        (number, id) = (default, "");
        if (!reader.Number(out var value) || !reader.Space() || !reader.Word(out var word))
            return false;
        (number, id) = (new MessageNumber(value), Encoding.Latin1.GetString(word));
        return true;
    }

    /// <summary>Without a line end.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        output.WriteNumber(Number.Value);
        output.Write(" "u8);
        output.WriteText(Id.Value);
    }

    public override string ToString() => $"{Number} {Id}";
}
