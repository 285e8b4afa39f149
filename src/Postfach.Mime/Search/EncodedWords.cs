using System.Buffers;
using System.Text;
using Postfach.Mail;

namespace Postfach.Mime;

/// <summary>The text of a header field's value: unfolded, encoded words decoded, whatever is broken as it stands. RFC 2047.</summary>
public static class EncodedWords
{
    /// <summary>Appends the text of a value. Most are plain, and need no string.</summary>
    public static void Append(ReadOnlySpan<byte> value, IBufferWriter<char> output)
    {
        if (!Ascii.IsValid(value) || value.IndexOf("=?"u8) >= 0)
        {
            output.Write(Decode(value));
            return;
        }

        // RFC 5322 §2.2.3: unfolding takes the line breaks away.
        foreach (var part in value.SplitAny("\r\n"u8))
        {
            var plain = value[part];
            output.Advance(Encoding.ASCII.GetChars(plain, output.GetSpan(plain.Length)));
        }
    }

    public static string Decode(ReadOnlySpan<byte> value)
    {
        var text = new StringBuilder(value.Length);
        var (word, charset) = (new ByteBuffer(64), (Encoding?)null);
        while (!value.IsEmpty)
        {
            var start = value.IndexOf("=?"u8);
            var plain = start < 0 ? value : value[..start];

            // RFC 2047 §6.2: white space between two encoded words is not shown.
            if (charset is null || start < 0 || !IsBlank(plain))
                Flush(text, word, ref charset, plain);
            if (start < 0)
                break;
            value = value[start..];
            if (!TryRead(value, out var length, out var its, out var content))
            {
                Flush(text, word, ref charset, value[..2]);
                value = value[2..];
                continue;
            }

            // A character may be cut in two by those who do not count (RFC 2047 §5 forbids it): words of one charset are one text.
            if (charset is not null && !charset.Equals(its))
                Flush(text, word, ref charset, default);
            charset = its;
            word.Append(content);
            value = value[length..];
        }

        Flush(text, word, ref charset, default);
        return text.ToString();
    }

    private static void Flush(StringBuilder text, ByteBuffer word, ref Encoding? charset, ReadOnlySpan<byte> plain)
    {
        if (charset is not null)
            text.Append(charset.GetString(word.Written));
        charset = null;
        word.Cut(0);

        // RFC 5322 §2.2.3: unfolding takes the line breaks away.
        foreach (var part in plain.SplitAny("\r\n"u8))
            text.Append(Charset.Lenient.GetString(plain[part]));
    }

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n"u8).IsEmpty;

    /// <summary>At <c>=?</c>: a word up to its <c>?=</c>.</summary>
    private static bool TryRead(ReadOnlySpan<byte> value, out int length, out Encoding charset, out byte[] content)
    {
        (length, charset, content) = (0, Charset.Lenient, []);
        var lexer = new HeaderLexer(value);
        if (!lexer.TrySkipEncodedWord())
            return TryReadWithSpaces(value, out length, out charset, out content);
        length = lexer.Position;
        return TryDecode(value[..length], out charset, out content);
    }

    // Deviation: RFC 2047 §2 allows no space in a word; there are mailers that write them.
    private static bool TryReadWithSpaces(ReadOnlySpan<byte> value, out int length, out Encoding charset, out byte[] content)
    {
        (length, charset, content) = (0, Charset.Lenient, []);
        var window = value[..Math.Min(value.Length, 512)];
        var name = window[2..].IndexOf((byte)'?');
        if (name <= 0 || window.Length < name + 5 || window[name + 4] != '?')
            return false;
        var end = window[(name + 5)..].IndexOf("?="u8);
        if (end < 0)
            return false;
        length = name + 5 + end + 2;
        return TryDecode(window[..length], out charset, out content);
    }

    private static bool TryDecode(ReadOnlySpan<byte> word, out Encoding charset, out byte[] content)
    {
        content = [];
        var name = word[2..];
        var end = name.IndexOf((byte)'?');
        if (!Charset.TryFind(Encoding.Latin1.GetString(name[..end]), out var known))
            known = Charset.Lenient; // RFC 5255 §4.6: then octets are compared as they are
        charset = known;
        var rest = name[(end + 1)..];
        if (rest.Length < 4 || rest[1] != '?')
            return false;
        var coded = rest[2..^2];
        var output = new ByteBuffer(coded.Length + 4);
        switch (rest[0] | 0x20)
        {
            case 'b':
                new Base64Decoder().Write(coded, output);
                break;
            case 'q':
                // RFC 2047 §4.2: as quoted-printable, with _ for a space.
                Span<byte> spaced = coded.ToArray();
                spaced.Replace((byte)'_', (byte)' ');
                var decoder = new QuotedPrintableDecoder();
                decoder.Write(spaced, output);
                decoder.WriteRest(output);
                break;
            default:
                return false;
        }

        content = output.Written.ToArray();
        return true;
    }
}
