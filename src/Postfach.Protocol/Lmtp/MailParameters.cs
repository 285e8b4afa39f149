using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Postfach.Protocol.Lines;

namespace Postfach.Protocol.Lmtp;

/// <summary>What may follow the path of MAIL. RFC 5321 §4.1.2, Mail-parameters.</summary>
internal record struct MailParameters(long Size, bool IsUtf8)
{
    // RFC 5321 §4.1.2: esmtp-value is any printable character but "=" and the space; RFC 6531 §3.3 adds UTF-8.
    private static readonly SearchValues<byte> ValueCharacters = SearchValues.Create(
        [.. Enumerable.Range(0x21, 0xDF).Select(b => (byte)b).Where(b => b is not ((byte)'=' or 0x7F))]);

    private static readonly SearchValues<byte> KeywordCharacters = SearchValues.Create(
        "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    public static bool TryRead(ref LineReader line, out MailParameters parameters, ref LmtpReply refusal)
    {
        parameters = default;
        while (line.Next == ' ')
        {
            line.Space();
            if (line.AtEnd)
                return true;
            if (!line.Run(KeywordCharacters, out var keyword) || !TryReadValue(ref line, out var value) || !(line.AtEnd || line.Next == ' '))
                return line.Fail();
            if (!parameters.Take(keyword, value, ref refusal))
                return line.Fail();
        }

        return line.End();
    }

    /// <summary>RFC 1870 §3, RFC 3030 §2: a size is 1 to 20 digits; what 63 bits cannot hold is too big in any case.</summary>
    public static bool TryReadSize(ReadOnlySpan<byte> digits, out long size)
    {
        size = 0;
        if (digits.Length is < 1 or > 20 || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        if (!Utf8Parser.TryParse(digits, out size, out _))
            size = long.MaxValue;
        return true;
    }

    private static bool TryReadValue(ref LineReader line, out ReadOnlySpan<byte> value)
    {
        value = default;
        return line.Next != '=' || (line.Literal("="u8) && line.Run(ValueCharacters, out value));
    }

    private bool Take(ReadOnlySpan<byte> keyword, ReadOnlySpan<byte> value, ref LmtpReply refusal)
    {
        if (Ascii.EqualsIgnoreCase(keyword, "SIZE"u8))
            return TryReadSize(value, out var size) && (Size = size) >= 0;

        // RFC 6531 §3.4: SMTPUTF8 has no value.
        if (Ascii.EqualsIgnoreCase(keyword, "SMTPUTF8"u8))
            return value.IsEmpty && (IsUtf8 = true);

        // RFC 6152 §3: the value says what the message is like. It is kept as it comes either way.
        if (Ascii.EqualsIgnoreCase(keyword, "BODY"u8))
            return Ascii.EqualsIgnoreCase(value, "7BIT"u8) || Ascii.EqualsIgnoreCase(value, "8BITMIME"u8);

        // RFC 5321 §4.1.1.11: a parameter that is not known is refused with 555.
        refusal = LmtpReply.Enhanced(555, 5, 4, "MAIL has no such parameter");
        return false;
    }
}
