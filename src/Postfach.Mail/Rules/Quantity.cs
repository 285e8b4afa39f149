using System.Globalization;

namespace Postfach.Mail;

/// <summary>Times and sizes as people write them: <c>7d</c>, <c>12h</c>, <c>5m</c>, <c>30s</c>, <c>2w</c>; <c>10M</c>, <c>500K</c>, <c>1G</c>, <c>4096</c>.</summary>
public static class Quantity
{
    // A thousand years: sums of it and any date of today are still dates.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365_000);

    private static readonly (char Unit, TimeSpan Length)[] Times =
        [('w', TimeSpan.FromDays(7)), ('d', TimeSpan.FromDays(1)), ('h', TimeSpan.FromHours(1)), ('m', TimeSpan.FromMinutes(1)), ('s', TimeSpan.FromSeconds(1))];

    private static readonly (char Unit, int Bits)[] Sizes = [('G', 30), ('M', 20), ('K', 10)];

    public static bool TryReadTime(string text, out TimeSpan time)
    {
        time = default;
        if (text is not [.. var digits, var unit] || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;
        foreach (var (name, length) in Times)
        {
            if (unit != name || count > Longest / length)
                continue;
            time = count * length;
            return true;
        }

        return false;
    }

    public static bool TryReadBytes(string text, out long bytes)
    {
        var bits = Sizes.FirstOrDefault(s => text.EndsWith(s.Unit)).Bits;
        return long.TryParse(bits > 0 ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out bytes)
            && bytes <= long.MaxValue >> bits && (bytes <<= bits) >= 0;
    }

    /// <summary>In the greatest unit that gives a whole number; weeks are days.</summary>
    public static string Write(TimeSpan time)
    {
        foreach (var (unit, length) in Times.AsSpan(1))
        {
            if (time.Ticks % length.Ticks == 0 && (time != TimeSpan.Zero || unit == 'd'))
                return string.Create(CultureInfo.InvariantCulture, $"{time.Ticks / length.Ticks}{unit}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalSeconds}s");
    }

    public static string Write(long bytes)
    {
        foreach (var (unit, bits) in Sizes)
        {
            if (bytes > 0 && bytes % (1L << bits) == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{bytes >> bits}{unit}");
        }

        return bytes.ToString(CultureInfo.InvariantCulture);
    }
}
