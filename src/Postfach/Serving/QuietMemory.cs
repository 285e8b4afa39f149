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

    private readonly Func<bool> _letGo;
    private readonly Periodic _looking;
    private long _given, _before;
    private bool _hasLetGo;

    /// <param name="letGo">Lets go of what nobody needs any more; tells whether there was any. Must not throw.</param>
    public QuietMemory(TimeProvider time, Func<bool> letGo)
    {
        _letGo = letGo;
        _looking = new Periodic(Period, time, LookAsync);
    }

    public ValueTask DisposeAsync() => _looking.DisposeAsync();

    /// <summary>Gives back what it can, at once; all threads stand still meanwhile.</summary>
    public static void GiveBack() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    private Task LookAsync(CancellationToken ct)
    {
        var now = GC.GetTotalAllocatedBytes();
        _hasLetGo |= _letGo();
        if (now - _before < Quiet && (_hasLetGo || now - _given > Burst))
        {
            GiveBack();
            (_given, _hasLetGo) = (now, false);
        }

        _before = now;
        return Task.CompletedTask;
    }
}
