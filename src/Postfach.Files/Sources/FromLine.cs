using System.Globalization;
using System.Text;
using Postfach.Mail;

namespace Postfach.Files;

/// <summary>
/// The line before each message of an mbox file: <c>From SENDER DATE</c>. Writers differ in the order of its parts, in the zone and in the seconds; all have
/// a time, a month, a day and a year.
/// </summary>
internal static class FromLine
{
    /// <summary>The longest line that is taken for one, in bytes.</summary>
    public const int MaxBytes = 1024;

    /// <summary>Reads a line without its end. False: no writer makes such a line, it is text.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out InternalDate date)
    {
        date = default;
        if (!line.StartsWith("From "u8) || line.Length > MaxBytes)
            return false;
        var words = Encoding.Latin1.GetString(line[5..]).Split([' ', '\t', ',', '\r'], StringSplitOptions.RemoveEmptyEntries);
        var parts = new Parts();
        foreach (var word in words)
            parts.Take(word);
        return parts.TryGetDate(out date);
    }

    private struct Parts
    {
        private TimeSpan? _time;
        private TimeSpan _zone;
        private int _month, _day, _year;

        public void Take(string word)
        {
            if (_month == 0 && MonthOf(word) is > 0 and var month)
                _month = month;
            else if (_time is null && word.Contains(':', StringComparison.Ordinal))
                _time = TimeOf(word);
            else if (word.Length == 5 && word[0] is '+' or '-' && int.TryParse(word.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var zone) && zone % 100 < 60 && zone <= 1400)
                _zone = new TimeSpan(zone / 100, zone % 100, 0) * (word[0] == '-' ? -1 : 1);
            else if (word.Length <= 2 && _day == 0 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is > 0 and <= 31)
                _day = day;
            else if (word.Length == 4 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1970 and < 3000)
                _year = year;
            else if (word.Length == 10 && DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var whole))
                (_year, _month, _day) = (whole.Year, whole.Month, whole.Day);
        }

        public readonly bool TryGetDate(out InternalDate date)
        {
            date = default;
            if (_time is not { } time || _month == 0 || _day == 0 || _year == 0 || _day > DateTime.DaysInMonth(_year, _month))
                return false;
            date = InternalDate.From(new DateTimeOffset(new DateTime(_year, _month, _day) + time, _zone));
            return true;
        }

        private static int MonthOf(string word) => word.Length < 3
            ? 0
            : 1 + Array.FindIndex(CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames, m => m.Equals(word, StringComparison.OrdinalIgnoreCase));

        private static TimeSpan? TimeOf(string word) =>
            TimeOnly.TryParseExact(word, ["HH:mm:ss", "HH:mm", "H:mm:ss", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
                ? time.ToTimeSpan()
                : null;
    }
}
