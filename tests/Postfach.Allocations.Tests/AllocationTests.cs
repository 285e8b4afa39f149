using System.Diagnostics;
using System.Reflection;
using Postfach.Operations;
using Postfach.Store;

namespace Postfach.Allocations.Tests;

/// <summary>What commands allocate is held in a file: who makes one dearer or cheaper sees it there, and says so with the change.</summary>
public sealed class AllocationTests
{
    private const string Renew =
        "dotnet run --project bench/Postfach.MicroBench -c Release -- --allocations tests/Postfach.Allocations.Tests/allocations.json";

    [Fact]
    public async Task Operations_allocate_what_the_file_says()
    {
        // Unoptimised code keeps the state of each asynchronous method on the heap.
        var how = typeof(MailStore).Assembly.GetCustomAttribute<DebuggableAttribute>();
        Assert.SkipWhen(how is { IsJITOptimizerDisabled: true }, "The figures are those of a Release build");
        var file = AllocationFile.Read(Path.Combine(AppContext.BaseDirectory, "allocations.json"));
        var differences = AllocationComparison.Differences(file, await AllocationMeter.MeasureAllAsync());
        Assert.True(differences.Count == 0, $"{string.Join('\n', differences)}\nIf that is as it should be, renew the file:\n{Renew}");
    }
}
