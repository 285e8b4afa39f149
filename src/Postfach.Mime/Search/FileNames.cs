using System.Text;
using Postfach.Mail;

namespace Postfach.Mime;

/// <summary>
/// The name of an attachment where its field does not show it: in a charset of its own, or in pieces. RFC 2231 §3, §4. (A name as an encoded word is read
/// with the rest of the field.)
/// </summary>
public static class FileNames
{
    /// <summary>Null where the field has no such name.</summary>
    public static string? Decode(HeaderField field)
    {
        if (!field.Value.Contains((byte)'*'))
            return null;
        var wanted = Ascii.EqualsIgnoreCase(field.Name, "Content-Disposition"u8) ? "filename"u8
            : Ascii.EqualsIgnoreCase(field.Name, "Content-Type"u8) ? "name"u8
            : default;
        if (wanted.IsEmpty)
            return null;
        var parameters = new JoinedParameterReader(field.Value, new ByteBuffer(64), new ByteBuffer(64));
        while (parameters.TryRead(out var name, out var value))
        {
            if (Ascii.EqualsIgnoreCase(name, wanted))
                return Charset.Lenient.GetString(value);
            if (name is [.. var plain, (byte)'*'] && Ascii.EqualsIgnoreCase(plain, wanted))
                return DecodeExtended(value);
        }

        return null;
    }

    /// <summary><c>charset'language'text</c>, with octets as %HH. RFC 2231 §4.</summary>
    private static string DecodeExtended(ReadOnlySpan<byte> value)
    {
        var end = value.IndexOf((byte)'\'');
        var second = end < 0 ? -1 : value[(end + 1)..].IndexOf((byte)'\'');
        if (second < 0 || !Charset.TryFind(Encoding.Latin1.GetString(value[..end]), out var charset))
            charset = Charset.Lenient;
        return charset.GetString(Unescape(second < 0 ? value : value[(end + 1 + second + 1)..]));
    }

    private static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> text)
    {
        var octets = new byte[text.Length];
        var length = 0;
        while (!text.IsEmpty)
        {
            var isEscaped = text[0] == '%' && text.Length > 2 && char.IsAsciiHexDigit((char)text[1]) && char.IsAsciiHexDigit((char)text[2]);
            octets[length++] = isEscaped ? Convert.FromHexString(text[1..3])[0] : text[0];
            text = text[(isEscaped ? 3 : 1)..];
        }

        return octets.AsSpan(0, length);
    }
}
