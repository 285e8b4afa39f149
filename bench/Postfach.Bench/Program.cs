using System.Runtime.InteropServices;
using Postfach.Bench;
using Postfach.Bench.Figures;
using Postfach.Bench.Growth;
using Postfach.Bench.InProcess;
using Postfach.Bench.Retrieval;
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

if (arguments.ListOnly)
{
    foreach (var figure in AllFigures.ChosenBy(arguments.Words))
        Console.WriteLine(figure.Name);
    return 0;
}

if (arguments.StoreOnly)
{
    await StoreBench.RunAsync(arguments.Words);
    return 0;
}

// Clients that block have threads of their own at once.
ThreadPool.SetMinThreads(32, 8);

// Servers and folders go as well when the bench is told to stop.
using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var inotify = new InotifyLimit();
var oursOnly = arguments.OursOnly;
if (!oursOnly && DovecotServer.Missing is { } why)
{
    Console.Error.WriteLine($"Postfach alone is measured: {why}.");
    oursOnly = true;
}

try
{
    if (arguments.Retrieval)
        await RetrievalRun.RunAsync(arguments, stop.Token);
    else if (arguments.Growth)
        await GrowthRun.RunAsync(arguments, oursOnly, stop.Token);
    else
        await ComparisonRun.RunAsync(arguments, oursOnly, stop.Token);
    return 0;
}
catch (OperationCanceledException)
{
    return 130;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
