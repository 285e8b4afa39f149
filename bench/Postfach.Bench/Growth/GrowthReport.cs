using System.Globalization;
using System.Text.Json;
using Postfach.Bench.Report;

namespace Postfach.Bench.Growth;

/// <summary>How figures grow, as a table that Markdown understands, and as a picture with a field for each figure, both axes logarithmic.</summary>
internal static class GrowthReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private const int NameWidth = 44, Columns = 4;
    private const double FieldWidth = 250, FieldHeight = 190, Top = 50, Margin = 46;

    public static void Print(string by, IReadOnlyList<GrowthLine> lines)
    {
        if (lines is not [{ Ours.Count: > 0 }, ..])
            return;
        var sizes = lines[0].Ours.Select(o => o.Size.ToString("N0", CultureInfo.InvariantCulture)).ToList();
        Console.WriteLine($"| {by,-NameWidth} | {string.Join(" | ", sizes.Select(s => $"{s,12}"))} | {"Dovecot",20} | grown, allowed  | verdict |");
        Console.WriteLine($"| {new string('-', NameWidth)} | {string.Join(" | ", sizes.Select(_ => new string('-', 12)))} | --- | --- | --- |");
        foreach (var line in lines)
        {
            var values = line.Ours.Select(o => $"{Table.Number(o.Value) + " " + line.Figure.Unit,12}");
            var theirs = line.Theirs is { } t ? $"{Table.Number(t.Value)} {line.Figure.Unit} at {t.Size.ToString("N0", CultureInfo.InvariantCulture)}" : "";
            var grown = $"{Table.Number(line.Grown),6}, {Table.Number(line.Allowed),6}  | {Verdict(line)}";
            Console.WriteLine($"| {line.Figure.Name,-NameWidth} | {string.Join(" | ", values)} | {theirs,20} | {grown} |");
        }

        Console.WriteLine();
    }

    public static async Task WriteJsonAsync(string file, IReadOnlyList<GrowthLine> lines)
    {
        var shown = lines.Select(l => new
        {
            name = l.Figure.Name,
            unit = l.Figure.Unit,
            postfach = l.Ours.ToDictionary(o => o.Size, o => Math.Round(o.Value, 4)),
            dovecot = l.Theirs is { } theirs ? new Dictionary<int, double> { [theirs.Size] = Math.Round(theirs.Value, 4) } : [],
            grown = Math.Round(l.Grown, 2),
            allowed = Math.Round(l.Allowed, 2),
            growsTooFast = l.GrowsTooFast,
        });
        await using var stream = File.Create(file);
        await JsonSerializer.SerializeAsync(stream, shown, Indented);
    }

    public static Task WriteAsync(string file, IReadOnlyList<GrowthLine> lines)
    {
        var svg = new SvgDrawing(Columns * FieldWidth, Top + (Math.Ceiling(lines.Count / (double)Columns) * FieldHeight));
        svg.Text(10, 20, "How Postfach's figures grow with messages in the mailbox, and with accounts", isBold: true);
        svg.Text(10, 38, "line: Postfach; dot: the better Dovecot at 50,000; dashed: n log n, or log n where the work is the same");
        for (var i = 0; i < lines.Count; i++)
            Draw(svg, lines[i], i % Columns * FieldWidth, Top + (i / Columns * FieldHeight));
        return svg.SaveAsync(file);
    }

    private static void Draw(SvgDrawing svg, GrowthLine line, double left, double top)
    {
        var allowed = line.Ours.Select(o => (o.Size, Value: line.Ours[0].Value * Work(line, o.Size) / Work(line, line.Ours[0].Size))).ToList();
        var all = line.Ours.Concat(allowed).Concat(line.Theirs is { } their ? [their] : []).Select(p => Math.Max(p.Value, 1e-3)).ToList();
        var (low, high) = (Math.Floor(Math.Log10(all.Min())), Math.Max(Math.Ceiling(Math.Log10(all.Max())), Math.Floor(Math.Log10(all.Min())) + 1));
        var (first, last) = (Math.Log10(line.Ours[0].Size), Math.Log10(line.Ours[^1].Size));
        svg.Text(left + Margin, top + 14, $"{line.Figure.Name}, {line.Figure.Unit}", colour: line.GrowsTooFast ? SvgDrawing.Theirs : SvgDrawing.Ink);
        for (var decade = low; decade <= high; decade++)
        {
            svg.Line([Point(first, decade), Point(last, decade)], SvgDrawing.Faint);
            svg.Text(left + Margin - 4, Point(first, decade).Y + 4, Math.Pow(10, decade).ToString("0.###", CultureInfo.InvariantCulture), "end");
        }

        foreach (var (size, _) in line.Ours)
            svg.Text(Point(Math.Log10(size), low).X, top + FieldHeight - 12, Short(size), "middle");
        svg.Line([.. allowed.Select(p => Point(Math.Log10(p.Size), Math.Log10(Math.Max(p.Value, 1e-3))))], SvgDrawing.Faint, isDashed: true);
        svg.Line([.. line.Ours.Select(p => Point(Math.Log10(p.Size), Math.Log10(Math.Max(p.Value, 1e-3))))], SvgDrawing.Ours);
        if (line.Theirs is { } theirs)
        {
            var (x, y) = Point(Math.Log10(theirs.Size), Math.Log10(theirs.Value));
            svg.Dot(x, y, SvgDrawing.Theirs);
        }

        (double X, double Y) Point(double size, double value) => (
            left + Margin + ((FieldWidth - Margin - 20) * (size - first) / (last - first)),
            top + FieldHeight - 28 - ((FieldHeight - 52) * (value - low) / (high - low)));
    }

    private static string Verdict(GrowthLine line) => !line.IsTold ? "too few sizes" : line.GrowsTooFast ? "GROWS FASTER" : "holds";

    private static double Work(GrowthLine line, int size) => Math.Log2(size) * (line.Figure.IsPerItem ? size : 1);

    private static string Short(int size) => size >= 1_000_000 ? $"{size / 1_000_000} M" : size >= 1000 ? $"{size / 1000} k" : $"{size}";
}
