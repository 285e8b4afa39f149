using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Postfach.Protocol.Imap;

/// <summary>
/// Mailbox names on the wire: modified UTF-7 (RFC 3501 §5.1.3) going out; that, or UTF-8, coming in. Reading is strict: what does not come out the same
/// when written again is refused, since two spellings of one name would be two mailboxes.
/// </summary>
public static class MailboxNameCodec
{
    public static bool TryDecode(ReadOnlySpan<byte> bytes, MailboxNameForm form, out string name)
    {
        name = "";
        if (form == MailboxNameForm.Utf8 || !Ascii.IsValid(bytes))
        {
            if (!System.Text.Unicode.Utf8.IsValid(bytes))
                return false;
            name = Encoding.UTF8.GetString(bytes);
            return true;
        }

        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var shift = bytes.IndexOf((byte)'&');
            text.Append(Encoding.ASCII.GetString(shift < 0 ? bytes : bytes[..shift]));
            if (shift < 0)
                break;
            bytes = bytes[(shift + 1)..];
            var end = bytes.IndexOf((byte)'-');
            if (end < 0 || !TryDecodeShifted(bytes[..end], text))
                return false;
            bytes = bytes[(end + 1)..];

            // Two shifted runs in a row are one run, written otherwise.
            if (end > 0 && !bytes.IsEmpty && bytes[0] == '&' && !bytes.StartsWith("&-"u8))
                return false;
        }

        name = text.ToString();
        return true;
    }

    /// <summary>Writes a name in modified UTF-7, without quotes.</summary>
    public static byte[] Encode(string name)
    {
        var output = new ArrayBufferWriter<byte>();
        for (var i = 0; i < name.Length;)
        {
            if (name[i] == '&')
                output.Write("&-"u8);
            if (IsDirect(name[i]))
            {
                if (name[i] != '&')
                    output.Write([(byte)name[i]]);
                i++;
                continue;
            }

            var start = i;
            while (i < name.Length && !IsDirect(name[i]))
                i++;
            EncodeShifted(name.AsSpan(start, i - start), output);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>RFC 3501 §5.1.3: printable US-ASCII represents itself.</summary>
    private static bool IsDirect(char character) => character is >= ' ' and <= '~';

    private static bool TryDecodeShifted(ReadOnlySpan<byte> shifted, StringBuilder text)
    {
        if (shifted.IsEmpty)
        {
            text.Append('&');
            return true;
        }

        // RFC 3501 §5.1.3: base64 with "," for "/" and without padding.
        var base64 = new byte[(shifted.Length + 3) / 4 * 4];
        base64.AsSpan().Fill((byte)'=');
        shifted.CopyTo(base64);
        if (base64.AsSpan().Contains((byte)'/') || shifted.Contains((byte)'='))
            return false;
        base64.AsSpan().Replace((byte)',', (byte)'/');
        var utf16 = new byte[base64.Length];
        if (Base64.DecodeFromUtf8(base64, utf16, out _, out var length) != OperationStatus.Done || length % 2 != 0)
            return false;
        var characters = Encoding.BigEndianUnicode.GetString(utf16, 0, length);
        var again = new ArrayBufferWriter<byte>();
        EncodeShifted(characters, again);
        if (characters.Any(IsDirect) || !again.WrittenSpan[1..^1].SequenceEqual(shifted))
            return false;
        text.Append(characters);
        return true;
    }

    private static void EncodeShifted(ReadOnlySpan<char> characters, ArrayBufferWriter<byte> output)
    {
        var utf16 = new byte[characters.Length * 2];
        for (var i = 0; i < characters.Length; i++)
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(utf16.AsSpan(2 * i), characters[i]);
        var base64 = new byte[Base64.GetMaxEncodedToUtf8Length(utf16.Length)];
        Base64.EncodeToUtf8(utf16, base64, out _, out var length);
        base64.AsSpan(0, length).Replace((byte)'/', (byte)',');
        output.Write("&"u8);
        output.Write(base64.AsSpan(0, length).TrimEnd((byte)'='));
        output.Write("-"u8);
    }
}
