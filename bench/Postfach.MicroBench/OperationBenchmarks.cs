using BenchmarkDotNet.Attributes;
using Postfach.Operations;

namespace Postfach.MicroBench;

/// <summary>How long each operation takes, and what it allocates.</summary>
[MemoryDiagnoser]
public class OperationBenchmarks
{
    private Workplace? _place;
    private Func<ValueTask> _run = static () => default;

    public static IEnumerable<string> Names => Operation.All.Select(o => o.Name);

    [ParamsSource(nameof(Names))]
    public string Name { get; set; } = "";

    [GlobalSetup]
    public async Task PrepareAsync()
    {
        _place = await Workplace.OpenAsync();
        _run = await Operation.All.First(o => o.Name == Name).PrepareAsync(_place);
    }

    [Benchmark]
    public ValueTask Operate() => _run();

    [GlobalCleanup]
    public async Task CloseAsync()
    {
        if (_place is not null)
            await _place.DisposeAsync();
    }
}
