using System.Globalization;

namespace Postfach.Retrieval;

/// <summary>Times, sizes, days and lists as they are said. The names are here, not the system's: a sentence is the same on every machine.</summary>
internal static class Wording
{
    private static readonly CultureInfo German = CultureInfo.GetCultureInfo("de-DE");

    private static readonly (TimeSpan Length, string English, string EnglishMany, string German, string GermanMany)[] Units =
    [
        (TimeSpan.FromDays(1), "day", "days", "Tag", "Tage"),
        (TimeSpan.FromHours(1), "hour", "hours", "Stunde", "Stunden"),
        (TimeSpan.FromMinutes(1), "minute", "minutes", "Minute", "Minuten"),
        (TimeSpan.FromSeconds(1), "second", "seconds", "Sekunde", "Sekunden"),
    ];

    private static readonly string[] EnglishDays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    private static readonly string[] GermanDays = ["Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"];

    private static readonly string[] EnglishMonths =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static readonly string[] GermanMonths =
        ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"];

    /// <summary>"7 days", in the greatest unit that gives a whole number.</summary>
    public static string Exactly(TimeSpan time, Language language)
    {
        var unit = Units.FirstOrDefault(u => time.Ticks % u.Length.Ticks == 0, Units[^1]);
        return Count(time.Ticks / unit.Length.Ticks, unit, language);
    }

    /// <summary>The same for a time that nobody has chosen: whole days from a day on, whole hours from an hour on.</summary>
    public static string About(TimeSpan time, Language language)
    {
        var unit = Units.FirstOrDefault(u => time >= u.Length, Units[^1]);
        return Count((long)Math.Round(time / unit.Length), unit, language);
    }

    /// <summary>"10 MB": of 1024 KB each, as mail programs count.</summary>
    public static string Size(long bytes, Language language)
    {
        (string Name, int Bits)[] units = [("GB", 30), ("MB", 20), ("KB", 10)];
        var culture = language == Language.German ? German : CultureInfo.InvariantCulture;
        foreach (var (name, bits) in units)
        {
            if (bytes >= 1L << bits)
                return string.Create(culture, $"{bytes / (double)(1L << bits):0.#} {name}");
        }

        return string.Create(culture, $"{bytes} {(language == Language.German ? (bytes == 1 ? "Byte" : "Bytes") : bytes == 1 ? "byte" : "bytes")}");
    }

    public static string Number(long number, Language language) => number.ToString("N0", language == Language.German ? German : CultureInfo.InvariantCulture);

    /// <summary>"on Friday, 4 December", in the zone of <paramref name="now"/>; "today at 14:05" on the same day, with its year in another one.</summary>
    public static string On(DateTimeOffset at, DateTimeOffset now, Language language)
    {
        at = at.ToOffset(now.Offset);
        if (at.Date == now.Date)
            return at.ToString(language == Language.German ? "'heute um' HH:mm 'Uhr'" : "'today at' HH:mm", CultureInfo.InvariantCulture);
        var year = at.Year == now.Year ? "" : at.ToString(" yyyy", CultureInfo.InvariantCulture);
        return language == Language.German
            ? string.Create(CultureInfo.InvariantCulture, $"am {GermanDays[(int)at.DayOfWeek]}, {at.Day}. {GermanMonths[at.Month - 1]}{year}")
            : string.Create(CultureInfo.InvariantCulture, $"on {EnglishDays[(int)at.DayOfWeek]}, {at.Day} {EnglishMonths[at.Month - 1]}{year}");
    }

    /// <summary>"a, b or c".</summary>
    public static string Or(IReadOnlyList<string> parts, Language language) => parts.Count < 2
        ? string.Concat(parts)
        : $"{string.Join(", ", parts.SkipLast(1))}{(language == Language.German ? " oder " : " or ")}{parts[^1]}";

    private static string Count(long count, (TimeSpan, string English, string EnglishMany, string German, string GermanMany) unit, Language language)
    {
        var name = (language, count) switch
        {
            (Language.German, 1) => unit.German,
            (Language.German, _) => unit.GermanMany,
            (_, 1) => unit.English,
            _ => unit.EnglishMany,
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count} {name}");
    }
}
