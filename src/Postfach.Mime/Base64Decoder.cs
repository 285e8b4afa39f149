using System.Buffers;

namespace Postfach.Mime;

/// <summary>Decodes base64 that comes in pieces of any size; octets that do not belong there are passed over. RFC 2045 §6.8.</summary>
internal sealed class Base64Decoder
{
    private static readonly sbyte[] Values = MakeValues();

    private uint _bits;
    private int _count;

    public void Write(ReadOnlySpan<byte> coded, IBufferWriter<byte> output)
    {
        var target = output.GetSpan((coded.Length / 4 * 3) + 4);
        var written = 0;
        foreach (var octet in coded)
        {
            var value = Values[octet];
            if (value < 0)
            {
                // Padding ends a run; another may follow where pieces were put together.
                if (octet == '=')
                    _count = 0;
                continue;
            }

            _bits = (_bits << 6) | (byte)value;

            // The second, third and fourth character of four complete an octet each; 4, 2 and 0 bits of them are left.
            if (_count > 0)
                target[written++] = (byte)(_bits >> (2 * (3 - _count)));
            _count = (_count + 1) & 3;
        }

        output.Advance(written);
    }

    private static sbyte[] MakeValues()
    {
        var values = new sbyte[256];
        Array.Fill(values, (sbyte)-1);
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;
        for (var i = 0; i < alphabet.Length; i++)
            values[alphabet[i]] = (sbyte)i;
        return values;
    }
}
