namespace Postfach.Operations;

/// <summary>
/// Counts what an operation allocates. All threads count, since a change goes through the store's writer; of several repetitions the least is taken, since
/// others in the process may allocate meanwhile, and they only ever add.
/// </summary>
public static class AllocationMeter
{
    private const string Variable = "DOTNET_TieredCompilation", Switch = "System.Runtime.TieredCompilation";

    // The first ones fill pools and caches.
    private const int FirstRuns = 8, Repetitions = 8, RunsEach = 2;

    /// <summary>
    /// Each method is compiled once and for good. Otherwise figures would change while the program runs, as a method that is called often is compiled anew, and
    /// may then keep on the stack what it allocated before.
    /// </summary>
    public static bool IsSteady => Environment.GetEnvironmentVariable(Variable) == "0" || (AppContext.TryGetSwitch(Switch, out var tiered) && !tiered);

    /// <summary>What makes a process <see cref="IsSteady"/> that is started with it.</summary>
    public static KeyValuePair<string, string> SteadyVariable => new(Variable, "0");

    /// <summary>Bytes by name, of each operation.</summary>
    /// <exception cref="InvalidOperationException">The process is not <see cref="IsSteady"/>, or an operation did not do what it should.</exception>
    public static async Task<IReadOnlyDictionary<string, long>> MeasureAllAsync()
    {
        if (!IsSteady)
            throw new InvalidOperationException($"Figures would not be steady: start the process with {Variable}=0.");
        await using var place = await Workplace.OpenAsync();
        var figures = new Dictionary<string, long>();
        foreach (var operation in Operation.All)
            figures.Add(operation.Name, await MeasureAsync(await operation.PrepareAsync(place)));
        return figures;
    }

    /// <summary>Bytes that one run allocates.</summary>
    public static async Task<long> MeasureAsync(Func<ValueTask> run)
    {
        for (var i = 0; i < FirstRuns; i++)
            await run();
        var least = long.MaxValue;
        for (var i = 0; i < Repetitions; i++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var j = 0; j < RunsEach; j++)
                await run();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least / RunsEach;
    }
}
