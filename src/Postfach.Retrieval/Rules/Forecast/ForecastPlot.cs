using System.Globalization;
using System.Text;

namespace Postfach.Retrieval;

/// <summary>How full the provider's mailbox is day by day, as lines of block characters: a column a day, with the rule's mark where it has one. Pure.</summary>
internal static class ForecastPlot
{
    private const int Rows = 5;

    // By eighths, from nothing to a full cell.
    private const string Blocks = " ▁▂▃▄▅▆▇█";

    public static IEnumerable<string> Lines(RuleForecast forecast, Language language)
    {
        var percents = forecast.Days.Select(d => d.Percent ?? ShareOf(d, forecast)).ToList();

        // A mailbox can be over its quota, and is drawn full then.
        for (var row = Rows - 1; row >= 0; row--)
        {
            var (low, high) = (100.0 * row / Rows, 100.0 * (row + 1) / Rows);
            var line = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{high,4:0}% ▕"));
            foreach (var percent in percents)
                line.Append(Blocks[(int)Math.Round(Math.Clamp((percent - low) / (high - low), 0, 1) * 8)]);
            yield return line.Append(Mark(forecast, low, high)).ToString().TrimEnd();
        }

        // "now" below the first column, the week below the eighth, the month's end below the last.
        yield return language == Language.German ? "       jetzt  +7 Tage                +31" : "       now    +7 days                +31";
    }

    private static string Mark(RuleForecast forecast, double low, double high) =>
        forecast.MarkPercent is { } mark && forecast.Days[0].Percent is not null && mark > low && mark <= high ? string.Create(CultureInfo.InvariantCulture, $" ◄ {mark}%") : "";

    private static double ShareOf(ForecastDay day, RuleForecast forecast) => forecast.There.Bytes == 0 ? 0 : 100.0 * day.Left.Bytes / forecast.There.Bytes;
}
