using System.Diagnostics;
using System.Globalization;
using Postfach.Operations;

namespace Postfach.MicroBench;

/// <summary>Writes the allocations file anew, with the same measuring as the test that holds it.</summary>
internal static class AllocationRun
{
    /// <returns>The status of the process.</returns>
    public static async Task<int> RunAsync(string file)
    {
        if (!AllocationMeter.IsSteady)
            return await RunSteadilyAsync(file);
        var figures = await AllocationMeter.MeasureAllAsync();
        AllocationFile.Write(file, figures);
        foreach (var (name, bytes) in figures)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes,12:N0}  {name}"));
        return 0;
    }

    /// <summary>Does the same in a process of its own: how methods are compiled is settled when a process starts.</summary>
    private static async Task<int> RunSteadilyAsync(string file)
    {
        var own = Environment.ProcessPath ?? throw new InvalidOperationException("This process has no path.");
        string[] program = Path.GetFileNameWithoutExtension(own) == "dotnet" ? [typeof(AllocationRun).Assembly.Location] : [];
        var start = new ProcessStartInfo(own, [.. program, "--allocations", file]);
        var (name, value) = AllocationMeter.SteadyVariable;
        start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{own} was not started.");
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
