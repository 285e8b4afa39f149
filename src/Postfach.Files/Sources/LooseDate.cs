using System.Globalization;
using System.Text;
using Postfach.Mail;

namespace Postfach.Files;

/// <summary>
/// Reads a date as header fields and From_ lines have it, in whatever order its parts are: a time, a month's name, a day and a year; a zone in figures where
/// there is one. Other words are passed over.
/// </summary>
internal ref struct LooseDate
{
    private const int MaxBytes = 1024;
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] TimeFormats = ["HH:mm:ss", "HH:mm", "H:mm:ss", "H:mm"];

    private TimeSpan? _time;
    private TimeSpan _zone;
    private int _month, _day, _year;

    public static bool TryRead(ReadOnlySpan<byte> text, out InternalDate date)
    {
        var parts = default(LooseDate);
        foreach (var word in Encoding.Latin1.GetString(text[..Math.Min(text.Length, MaxBytes)]).Split(" \t\r\n,".ToCharArray(), StringSplitOptions.RemoveEmptyEntries))
            parts.Take(word);
        return parts.TryGetDate(out date);
    }

    private void Take(string word)
    {
        if (_time is null && word.Contains(':', StringComparison.Ordinal))
            _time = TimeOf(word);
        else if (_month == 0 && word.Length == 3 && Array.FindIndex(Months, m => m.Equals(word, StringComparison.OrdinalIgnoreCase)) is >= 0 and var month)
            _month = month + 1;
        else if (word.Length == 5 && word[0] is '+' or '-' && IsNumber(word.AsSpan(1), out var zone) && zone % 100 < 60 && zone <= 1400)
            _zone = new TimeSpan(zone / 100, zone % 100, 0) * (word[0] == '-' ? -1 : 1);
        else if (word.Length <= 2 && _day == 0 && IsNumber(word, out var day) && day is > 0 and <= 31)
            _day = day;
        else if (word.Length == 4 && IsNumber(word, out var year) && year is >= 1970 and < 3000)
            _year = year;
        else if (word.Length == 10 && DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var whole) && whole.Year >= 1970)
            (_year, _month, _day) = (whole.Year, whole.Month, whole.Day);
    }

    private readonly bool TryGetDate(out InternalDate date)
    {
        date = default;
        if (_time is not { } time || _month == 0 || _day == 0 || _year == 0 || _day > DateTime.DaysInMonth(_year, _month))
            return false;
        date = InternalDate.From(new DateTimeOffset(new DateTime(_year, _month, _day) + time, _zone));
        return true;
    }

    private static bool IsNumber(ReadOnlySpan<char> word, out int number) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static TimeSpan? TimeOf(string word) =>
        TimeOnly.TryParseExact(word, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.ToTimeSpan() : null;
}
