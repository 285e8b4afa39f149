using Microsoft.Extensions.Logging;
using Postfach.Store;

namespace Postfach.Serving;

/// <summary>What a store wants to be done now and then: the bytes of expunged messages go once their grace is over.</summary>
internal sealed class Housekeeping : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private readonly Periodic _running;

    public Housekeeping(MailStore store, TimeProvider time, ILogger<Housekeeping> logger) =>
        _running = new Periodic(Period, time, ct => EndGraceAsync(store, logger, ct));

    public ValueTask DisposeAsync() => _running.DisposeAsync();

    private static async Task EndGraceAsync(MailStore store, ILogger logger, CancellationToken ct)
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
