using System.Buffers;
using System.Buffers.Text;

namespace Postfach.Mime;

/// <summary>Writes octets as an IMAP <c>string</c>. RFC 9051 §9.</summary>
internal static class ImapString
{
    // What is longer, or cannot be quoted, goes as a literal. RFC 9051 §9 sets no bound; lines stay readable so.
    private const int LongestQuoted = 1000;

    // RFC 9051 §9: TEXT-CHAR is any CHAR (%x01-7F) except CR and LF; quoted-specials need a backslash.
    public static readonly SearchValues<byte> TextCharacters = SearchValues.Create(
        [.. Enumerable.Range(1, 0x7F).Where(c => c is not ('\r' or '\n')).Select(c => (byte)c)]);

    public static void Write(ByteBuffer output, ReadOnlySpan<byte> text)
    {
        if (text.Contains((byte)0))
            WriteWithoutNuls(output, text);
        else if (text.Length > LongestQuoted || text.ContainsAnyExcept(TextCharacters))
            WriteLiteral(output, text);
        else
            WriteQuoted(output, text);
    }

    public static void WriteNil(ByteBuffer output) => output.Append("NIL"u8);

    public static void WriteNumber(ByteBuffer output, long value)
    {
        Utf8Formatter.TryFormat(value, output.GetSpan(20), out var written);
        output.Advance(written);
    }

    // RFC 9051 §9: CHAR8 is any octet but NUL, so no string can carry one.
    private static void WriteWithoutNuls(ByteBuffer output, ReadOnlySpan<byte> text)
    {
        var kept = new byte[text.Length];
        var length = 0;
        foreach (var octet in text)
        {
            if (octet != 0)
                kept[length++] = octet;
        }

        Write(output, kept.AsSpan(0, length));
    }

    private static void WriteLiteral(ByteBuffer output, ReadOnlySpan<byte> text)
    {
        output.Append((byte)'{');
        WriteNumber(output, text.Length);
        output.Append("}\r\n"u8);
        output.Append(text);
    }

    private static void WriteQuoted(ByteBuffer output, ReadOnlySpan<byte> text)
    {
        output.Append((byte)'"');
        for (int next; (next = text.IndexOfAny((byte)'"', (byte)'\\')) >= 0; text = text[(next + 1)..])
        {
            output.Append(text[..next]);
            output.Append((byte)'\\');
            output.Append(text[next]);
        }

        output.Append(text);
        output.Append((byte)'"');
    }
}
