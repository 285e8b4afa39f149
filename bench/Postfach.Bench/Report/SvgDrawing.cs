using System.Globalization;
using System.Net;
using System.Text;

namespace Postfach.Bench.Report;

/// <summary>A picture as SVG: lines, bars, dots and texts. Lengths are in pixels, from the upper left corner.</summary>
internal sealed class SvgDrawing
{
    public const string Ours = "#1a6fb5", Theirs = "#b5541a", Faint = "#c8ccd0", Ink = "#22262a";

    private readonly StringBuilder _svg = new();

    public SvgDrawing(double width, double height) => Add(
        $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="sans-serif" font-size="12">
        <rect width="{width}" height="{height}" fill="#ffffff"/>

        """);

    public void Text(double x, double y, string text, string anchor = "start", string colour = Ink, bool isBold = false) => Add(
        $"""
        <text x="{x:0.#}" y="{y:0.#}" text-anchor="{anchor}" fill="{colour}" font-weight="{(isBold ? "bold" : "normal")}">{WebUtility.HtmlEncode(text)}</text>

        """);

    public void Bar(double x, double y, double width, double height, string colour) => Add(
        $"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{Math.Max(width, 1):0.#}\" height=\"{height:0.#}\" fill=\"{colour}\"/>\n");

    public void Line(IReadOnlyList<(double X, double Y)> points, string colour, bool isDashed = false)
    {
        var path = string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#},{p.Y:0.#}")));
        var dashes = isDashed ? " stroke-dasharray=\"4 3\"" : "";
        Add($"<polyline points=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"{dashes}/>\n");
    }

    public void Dot(double x, double y, string colour) => Add($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"3\" fill=\"{colour}\"/>\n");

    public Task SaveAsync(string file) => File.WriteAllTextAsync(file, _svg + "</svg>\n");

    private void Add(FormattableString text) => _svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
