using Postfach.Bench.Figures;
using Postfach.Bench.Report;
using Postfach.Bench.Servers;

namespace Postfach.Bench;

/// <summary>Measures all chosen figures and reports them, each as soon as it is known.</summary>
internal static class ComparisonRun
{
    public static async Task RunAsync(BenchArguments arguments, bool oursOnly, CancellationToken ct)
    {
        var figures = AllFigures.ChosenBy(arguments.Words);
        await Console.Error.WriteLineAsync("filling mailboxes");
        await using var comparison = await Comparison.StartAsync(oursOnly, figures);
        var limits = await MachineLimits.MeasureAsync(comparison.Folder);
        Console.WriteLine(oursOnly ? $"{limits}\n" : $"{limits} Dovecot {await DovecotServer.VersionAsync()}.\n");
        var table = new Table(comparison.Dovecots, limits);
        table.PrintHead();
        var rows = new List<Row>();
        foreach (var figure in figures)
        {
            rows.Add(await comparison.MeasureAsync(figure, arguments.Rounds).WaitAsync(ct));
            table.Print(rows[^1]);
        }

        if (arguments.JsonFile is { } json)
            await JsonReport.WriteAsync(json, limits, rows);
        if (arguments.ChartFile is { } chart)
            await RatioChart.WriteAsync(chart, rows);
    }
}
