using System.Buffers;
using System.Globalization;
using System.Text;
using Postfach.Mail;

namespace Postfach.Protocol.Imap;

/// <summary>INTERNALDATE's form: <c>"dd-Mon-yyyy hh:mm:ss +zzzz"</c>, quotes included, the day with a space or a zero before one digit. RFC 9051 §9, date-time.</summary>
internal static class ImapDate
{
    public const int Length = 28;

    private const int DayLength = 11;

    private static readonly byte[][] Months =
    [
        .. new[] { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" }.Select(Encoding.ASCII.GetBytes),
    ];

    public static bool TryRead(ReadOnlySpan<byte> text, out InternalDate date)
    {
        date = default;
        Span<char> padded = stackalloc char[Length];
        if (text.Length != Length || Encoding.ASCII.GetChars(text, padded) != Length || padded[0] != '"' || padded[^1] != '"')
            return false;
        if (padded[1] == ' ')
            padded[1] = '0';
        if (padded[21] != ' ' || padded[22] is not ('+' or '-') || !int.TryParse(padded[23..27], NumberStyles.None, CultureInfo.InvariantCulture, out var zone))
            return false;
        var offset = new TimeSpan(zone / 100, zone % 100, 0) * (padded[22] == '-' ? -1 : 1);
        if (zone % 100 > 59 || offset.Duration() > TimeSpan.FromHours(14))
            return false;
        if (!DateTime.TryParseExact(padded[1..21], "dd-MMM-yyyy HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return false;
        if (local < DateTime.MinValue + offset.Duration() || local > DateTime.MaxValue - offset.Duration())
            return false;
        date = InternalDate.From(new DateTimeOffset(local, offset));
        return true;
    }

    /// <summary>A <c>date-text</c>: <c>d-Mon-yyyy</c>.</summary>
    public static bool TryReadDay(ReadOnlySpan<byte> text, out DateOnly date)
    {
        Span<char> characters = stackalloc char[DayLength];
        date = default;
        if (text.Length > DayLength || Encoding.ASCII.GetChars(text, characters) is var length && length == 0)
            return false;
        return DateOnly.TryParseExact(characters[..length], "d-MMM-yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
    }

    // By hand: a mailbox's list has one for each message, and a format string takes ten times as long.
    public static void Write(IBufferWriter<byte> output, InternalDate date)
    {
        var at = date.ToDateTimeOffset();
        var local = at.DateTime;
        var zone = (int)at.Offset.TotalMinutes;
        var text = output.GetSpan(Length);
        "\"dd-Mmm-yyyy hh:mm:ss +hhmm\""u8.CopyTo(text);
        WriteDigits(text[1..3], local.Day);
        Months[local.Month - 1].CopyTo(text[4..]);
        WriteDigits(text[8..12], local.Year);
        WriteDigits(text[13..15], local.Hour);
        WriteDigits(text[16..18], local.Minute);
        WriteDigits(text[19..21], local.Second);
        text[22] = (byte)(zone < 0 ? '-' : '+');
        WriteDigits(text[23..25], Math.Abs(zone) / 60);
        WriteDigits(text[25..27], Math.Abs(zone) % 60);
        output.Advance(Length);
    }

    private static void WriteDigits(Span<byte> text, int number)
    {
        for (var i = text.Length - 1; i >= 0; i--)
            (text[i], number) = ((byte)('0' + (number % 10)), number / 10);
    }
}
