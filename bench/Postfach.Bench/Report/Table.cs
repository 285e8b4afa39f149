using System.Globalization;
using Postfach.Bench.Figures;
using Postfach.Bench.Load;
using Postfach.Bench.Servers;

namespace Postfach.Bench.Report;

/// <summary>Prints rows as lines of a table that Markdown understands.</summary>
internal sealed class Table(IReadOnlyList<string> dovecots, MachineLimits limits)
{
    private const int NameWidth = 52, ValueWidth = 16;

    public void PrintHead()
    {
        Print("figure", "Postfach", [.. dovecots], "better by (spread)", "aim", "reached", "of the machine");
        Print(new string('-', NameWidth), new string('-', ValueWidth), [.. dovecots.Select(_ => new string('-', ValueWidth))], "---", "---", "---", "---");
    }

    public void Print(Row row)
    {
        var (figure, unit) = (row.Figure, row.Figure.Unit);
        var theirs = dovecots.Select(name => Text(row.Theirs.FirstOrDefault(c => c.Server == name), unit));
        var reached = row.IsReached switch { true => "yes", false => "NO", null => "" };
        Print(figure.Name, Text(row.Ours, unit), [.. theirs], Ratio(row.Ratios), figure.Aim?.ToString() ?? "", reached, Share(row));
        foreach (var cell in row.Theirs.Prepend(row.Ours).Where(c => c.Trouble is not null))
            Console.WriteLine($"    {cell.Server}: {cell.Trouble}");
    }

    public static string Number(double value) => value switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("N1", CultureInfo.InvariantCulture),
        _ => value.ToString("N2", CultureInfo.InvariantCulture),
    };

    private static string Text(Cell? cell, string unit) =>
        cell is null ? "" : cell.HasValue ? $"{Number(cell.Median)}{(unit.StartsWith('/') ? "" : " ")}{unit}" : cell.Trouble is null ? "" : "failed";

    private static string Ratio(IReadOnlyList<double> ratios) =>
        ratios.Count == 0 ? "" : ratios.Count == 1 ? Number(ratios[0]) : $"{Number(Pace.Median(ratios))} ({Number(ratios.Min())}...{Number(ratios.Max())})";

    private string Share(Row row)
    {
        if (!row.Ours.HasValue || row.Figure.Limit == Limit.None)
            return "";
        var (limit, name) = row.Figure.Limit == Limit.Syncs ? (limits.SyncsPerSecond, "syncs") : (limits.LoopbackMegabytesPerSecond, "loopback");
        return string.Create(CultureInfo.InvariantCulture, $"{row.Ours.Median / limit:P0} of {name}");
    }

    private static void Print(string name, string ours, IReadOnlyList<string> theirs, params string[] more)
    {
        var values = string.Concat(theirs.Prepend(ours).Select(value => $"{value,ValueWidth} | "));
        Console.WriteLine($"| {name,-NameWidth} | {values}{more[0],-20} | {more[1],-9} | {more[2],-7} | {more[3]} |");
    }
}
