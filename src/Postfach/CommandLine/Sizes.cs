using System.Globalization;

namespace Postfach.CommandLine;

/// <summary>Numbers of bytes and lengths of time, for people.</summary>
internal static class Sizes
{
    public static string Text(long bytes) => bytes < 1024 ? string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes")
        : bytes < 10L << 20 ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 10} KiB")
        : bytes < 10L << 30 ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB") : string.Create(CultureInfo.InvariantCulture, $"{bytes >> 30} GiB");

    public static string Text(TimeSpan time) => time.ToString(time.Days > 0 ? @"d\.hh\:mm\:ss" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);
}
