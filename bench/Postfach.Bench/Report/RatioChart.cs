using System.Globalization;
using Postfach.Bench.Load;

namespace Postfach.Bench.Report;

/// <summary>How many times better Postfach is, figure by figure, with the spread of the rounds and a mark at each aim. The axis is logarithmic.</summary>
internal static class RatioChart
{
    private const double NameWidth = 380, PlotWidth = 460, LineHeight = 24, Top = 60, Lowest = 0.1, Highest = 1000;

    public static Task WriteAsync(string file, IReadOnlyList<Row> rows)
    {
        var shown = rows.Where(r => r.Ratios.Count > 0).ToList();
        var bottom = Top + (shown.Count * LineHeight);
        var svg = new SvgDrawing(NameWidth + PlotWidth + 90, bottom + 20);
        svg.Text(10, 20, "Postfach beside the better Dovecot: times faster, or smaller", isBold: true);
        svg.Text(10, 38, "thin: from the worst round to the best; mark: the aim");
        for (var value = Lowest; value <= Highest; value *= 10)
        {
            svg.Line([(X(value), Top - 6), (X(value), bottom)], value == 1 ? SvgDrawing.Ink : SvgDrawing.Faint);
            svg.Text(X(value), Top - 10, value.ToString("0.#", CultureInfo.InvariantCulture), "middle");
        }

        for (var i = 0; i < shown.Count; i++)
            Draw(svg, shown[i], Top + (i * LineHeight));
        return svg.SaveAsync(file);
    }

    private static void Draw(SvgDrawing svg, Row row, double y)
    {
        var ratio = Pace.Median(row.Ratios);
        var (from, to) = ratio >= 1 ? (X(1), X(ratio)) : (X(ratio), X(1));
        svg.Text(NameWidth - 8, y + 16, row.Figure.Name, "end");
        svg.Bar(from, y + 5, to - from, 13, ratio >= 1 ? SvgDrawing.Ours : SvgDrawing.Theirs);
        svg.Line([(X(row.Ratios.Min()), y + 11.5), (X(row.Ratios.Max()), y + 11.5)], SvgDrawing.Ink);
        if (row.Figure.Aim is { IsRatio: true } aim)
            svg.Bar(X(aim.Value) - 1, y + 2, 3, 19, SvgDrawing.Ink);
        svg.Text(NameWidth + PlotWidth + 8, y + 16, Table.Number(ratio));
    }

    private static double X(double ratio) =>
        NameWidth + (PlotWidth * (Math.Log10(Math.Clamp(ratio, Lowest, Highest)) - Math.Log10(Lowest)) / (Math.Log10(Highest) - Math.Log10(Lowest)));
}
