using System.Diagnostics;

namespace Postfach.Bench.Load;

/// <summary>How fast something goes.</summary>
internal static class Pace
{
    /// <summary>How long one client after the other does the same in a round.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1.2);

    /// <summary>Lets clients do something again and again, all at once, for the time of a round.</summary>
    /// <param name="blocks">Each has a thread of its own, as TLS needs it.</param>
    /// <param name="step">Gets the client's number and whether it goes on after that; gives how much it has done.</param>
    /// <returns>How much all have done a second, of what was begun in time.</returns>
    public static async Task<double> PerSecondAsync(int clients, Func<int, bool, Task<int>> step, bool blocks = false)
    {
        var done = new int[clients];
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => blocks ? Task.Run(() => RepeatAsync(client)) : RepeatAsync(client)));
        return done.Sum() / watch.Elapsed.TotalSeconds;

        async Task RepeatAsync(int client)
        {
            for (var goesOn = true; goesOn;)
            {
                goesOn = watch.Elapsed < Round;
                done[client] += await step(client, goesOn);
            }
        }
    }

    /// <summary>The time of a round that began then is over.</summary>
    public static bool IsOver(long start) => Stopwatch.GetElapsedTime(start) >= Round;

    /// <summary>The median of several times, in milliseconds.</summary>
    public static async Task<double> MillisecondsAsync(int times, Func<int, Task> work)
    {
        var took = new double[times];
        for (var i = 0; i < times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await work(i);
            took[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return Median(took);
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
