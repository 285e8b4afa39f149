namespace Postfach.Mime;

/// <summary>Numbers of seven bits an octet, the lowest first; the eighth bit says that more follow.</summary>
internal static class Varint
{
    public static void Write(ByteBuffer output, long value)
    {
        for (; value > 0x7F; value >>= 7)
            output.Append((byte)(value | 0x80));
        output.Append((byte)value);
    }

    /// <summary>Reads one from <paramref name="place"/> on and goes behind it. False when the octets are damaged.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ref int place, out long value)
    {
        value = 0;
        for (var shift = 0; shift < 63 && place < bytes.Length; shift += 7)
        {
            var octet = bytes[place++];
            value |= (long)(octet & 0x7F) << shift;
            if (octet < 0x80)
                return true;
        }

        return false;
    }
}
