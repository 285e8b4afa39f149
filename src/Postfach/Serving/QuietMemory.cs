namespace Postfach.Serving;

/// <summary>
/// Gives memory back to the system when a burst is over. The collector keeps what a burst took for the next one, and looks again only when much is allocated,
/// which an idle server never does: a thousand clients that logged in and wait left 14 MiB of garbage for as long as they waited.
/// </summary>
internal sealed class QuietMemory : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    // Bytes allocated in a period that still count as quiet; and since the last time, for it to be worth stopping all threads some milliseconds for it.
    private const long Quiet = 1 << 20, Burst = 4 << 20;

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    public QuietMemory(TimeProvider time) => _running = RunAsync(time, _stopping.Token);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    /// <summary>Gives back what it can, at once; all threads stand still meanwhile.</summary>
    public static void GiveBack() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    private static async Task RunAsync(TimeProvider time, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Period, time);
        var (given, before) = (0L, 0L);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                var now = GC.GetTotalAllocatedBytes();
                if (now - before < Quiet && now - given > Burst)
                {
                    GiveBack();
                    given = now;
                }

                before = now;
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }
}
