using Microsoft.Extensions.Logging;
using Postfach.Store;

namespace Postfach.Serving;

/// <summary>What a store wants to be done now and then: the bytes of expunged messages go once their grace is over.</summary>
internal sealed class Housekeeping : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    public Housekeeping(MailStore store, TimeProvider time, ILogger<Housekeeping> logger) => _running = RunAsync(store, time, logger, _stopping.Token);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private static async Task RunAsync(MailStore store, TimeProvider time, ILogger logger, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                try
                {
                    await store.EndGraceAsync(ct);
                }
                catch (StoreException e)
                {
                    logger.HousekeepingFailed(e);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }
}
