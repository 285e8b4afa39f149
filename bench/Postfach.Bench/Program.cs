using Postfach.Bench;
using Postfach.Bench.Figures;
using Postfach.Bench.InProcess;
using Postfach.Bench.Report;
using Postfach.Bench.Servers;

BenchArguments arguments;
try
{
    arguments = BenchArguments.Parse(args);
}
catch (FormatException e)
{
    Console.Error.WriteLine($"bench/run: {e.Message}");
    return 64;
}

if (arguments.WantsHelp)
{
    Console.WriteLine(BenchArguments.Help);
    return 0;
}

if (arguments.StoreOnly)
{
    await StoreBench.RunAsync(arguments.Words);
    return 0;
}

var figures = AllFigures.ChosenBy(arguments.Words);
if (arguments.ListOnly)
{
    foreach (var figure in figures)
        Console.WriteLine(figure.Name);
    return 0;
}

var oursOnly = arguments.OursOnly;
if (!oursOnly && DovecotServer.Missing is { } why)
{
    Console.Error.WriteLine($"Postfach alone is measured: {why}.");
    oursOnly = true;
}

var mail = figures.Aggregate(MailSet.None, (all, figure) => all | figure.Needs);
await using var comparison = await Comparison.StartAsync(oursOnly, mail);
var limits = await MachineLimits.MeasureAsync(comparison.Folder);
Console.WriteLine(limits);
Console.WriteLine();
var table = new Table(comparison.Dovecots, limits);
table.PrintHead();
var rows = new List<Row>();
foreach (var figure in figures)
{
    rows.Add(await comparison.MeasureAsync(figure, arguments.Rounds));
    table.Print(rows[^1]);
}

return 0;
