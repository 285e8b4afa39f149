using System.Globalization;
using System.Text;

namespace Postfach.Mime;

/// <summary>The sent date of a message as one moment: what its Date field says, in UTC. RFC 5256 §2.2.</summary>
internal static class SentTime
{
    private const int MaxLength = 256;

    // RFC 5322 §3.3: "the numeric year 1900 or later". A year such as 0102 is a mistake, and says nothing of when the message was sent.
    private const int FirstYear = 1900;

    // RFC 5322 §4.3. Letters of the military zones were used both ways round: they count as UTC.
    private static readonly (string Name, int Hours)[] Zones =
        [("EST", -5), ("EDT", -4), ("CST", -6), ("CDT", -5), ("MST", -7), ("MDT", -6), ("PST", -8), ("PDT", -7)];

    /// <param name="value">The field's value.</param>
    /// <param name="seconds">Since 1970.</param>
    /// <returns>False: there is no date in it, and the date of arrival counts instead.</returns>
    public static bool TryRead(ReadOnlySpan<byte> value, out long seconds)
    {
        seconds = 0;
        if (!DateField.TryReadDay(value, out var day) || day.Year < FirstYear)
            return false;
        var text = Encoding.Latin1.GetString(value[..Math.Min(value.Length, MaxLength)]);
        seconds = (long)(day.ToDateTime(default, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalSeconds;

        // RFC 5256 §2.2: a time that is none is 00:00:00, a zone that is none UTC.
        if (TryReadTime(text, out var time, out var end))
            seconds += time - ZoneSeconds(text.AsSpan(end));
        return true;
    }

    /// <summary>The first <c>hh:mm[:ss]</c>.</summary>
    private static bool TryReadTime(string text, out int seconds, out int end)
    {
        (seconds, end) = (0, 0);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var start = colon;
        while (start > 0 && colon - start < 2 && char.IsAsciiDigit(text[start - 1]))
            start--;
        if (colon < 0 || start == colon || !TryReadNumber(text, start, out var hour) || !TryReadNumber(text, colon + 1, out var minute) || hour > 23 || minute > 59)
            return false;
        end = AfterDigits(text, colon + 1);
        if (end < text.Length && text[end] == ':' && TryReadNumber(text, end + 1, out var second))
        {
            // RFC 5322 §3.3: 60 is a leap second.
            if (second > 60)
                return false;
            seconds = second;
            end = AfterDigits(text, end + 1);
        }

        seconds += (hour * 3600) + (minute * 60);
        return true;
    }

    private static int ZoneSeconds(ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart(" \t.0123456789");
        if (rest is [('+' or '-') and var sign, _, _, _, _, ..] && int.TryParse(rest[1..5], NumberStyles.None, CultureInfo.InvariantCulture, out var zone))
        {
            var seconds = ((zone / 100) * 3600) + ((zone % 100) * 60);
            return zone % 100 > 59 || zone > 2400 ? 0 : sign == '-' ? -seconds : seconds;
        }

        foreach (var (name, hours) in Zones)
        {
            if (rest.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return hours * 3600;
        }

        return 0;
    }

    private static bool TryReadNumber(string text, int start, out int number) =>
        int.TryParse(text.AsSpan(start, AfterDigits(text, start) - start), NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static int AfterDigits(string text, int place)
    {
        for (var digits = 0; digits < 2 && place < text.Length && char.IsAsciiDigit(text[place]); digits++)
            place++;
        return place;
    }
}
