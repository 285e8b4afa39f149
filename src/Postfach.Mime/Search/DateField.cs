using System.Globalization;

namespace Postfach.Mime;

/// <summary>The day that a Date field names, in its own zone. RFC 5322 §3.3, §4.3; and what else is found there.</summary>
public static class DateField
{
    private const int MaxLength = 256, MaxWords = 16;

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    public static bool TryReadDay(ReadOnlySpan<byte> value, out DateOnly day)
    {
        day = default;
        var text = EncodedWords.Decode(value[..Math.Min(value.Length, MaxLength)]);
        var words = text.Split([' ', '\t', ',', '-', '/', '.', '(', ')'], MaxWords, StringSplitOptions.RemoveEmptyEntries);
        var month = Array.FindIndex(words, w => MonthOf(w) > 0);
        if (month < 0)
            return words.Length > 2 && TryMake(words[0], Number(words[1]), words[2].Split('T')[0], out day);
        // day month year; asctime puts the day behind the month and the year at the end.
        if (month > 0 && month + 1 < words.Length && TryMake(words[month + 1], MonthOf(words[month]), words[month - 1], out day))
            return true;
        return month + 1 < words.Length
            && words.Skip(month + 2).FirstOrDefault(w => w.Length == 4 && Number(w) > 0) is { } year
            && TryMake(year, MonthOf(words[month]), words[month + 1], out day);
    }

    private static int MonthOf(string word) => word.Length < 3 ? 0 : Array.IndexOf(Months, word[..3].ToLowerInvariant()) + 1;

    private static int Number(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static bool TryMake(string yearWord, int month, string dayWord, out DateOnly date)
    {
        date = default;
        var (year, day) = (Number(yearWord), Number(dayWord));
        // RFC 5322 §4.3: two digits below 50 are of this century, others and three digits count from 1900.
        if (year >= 0 && yearWord.Length == 2)
            year += year < 50 ? 2000 : 1900;
        else if (year >= 0 && yearWord.Length == 3)
            year += 1900;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        date = new DateOnly(year, month, day);
        return true;
    }
}
