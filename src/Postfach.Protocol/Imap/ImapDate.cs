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

    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

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

    public static void Write(IBufferWriter<byte> output, InternalDate date)
    {
        var at = date.ToDateTimeOffset();
        var zone = (int)at.Offset.TotalMinutes;
        System.Text.Unicode.Utf8.TryWrite(
            output.GetSpan(Length),
            CultureInfo.InvariantCulture,
            $"\"{at.Day:00}-{Months[at.Month - 1]}-{at.Year:0000} {at.Hour:00}:{at.Minute:00}:{at.Second:00} {(zone < 0 ? '-' : '+')}{Math.Abs(zone) / 60:00}{Math.Abs(zone) % 60:00}\"",
            out var written);
        output.Advance(written);
    }
}
