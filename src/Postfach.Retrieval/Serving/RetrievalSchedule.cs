using Microsoft.Extensions.Logging;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>Runs all sources of a data folder when they are due, from its making until it is disposed of, some at the same time.</summary>
public sealed class RetrievalSchedule : IAsyncDisposable
{
    private const int AtOnce = 4;

    private readonly RetrievalService _service;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Random _random = new();
    private readonly SemaphoreSlim _free = new(AtOnce);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<SourceId, (CancellationTokenSource Stop, Task Loop)> _loops = [];
    private readonly Task _running;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RetrievalSchedule(RetrievalService service, TimeProvider time, ILogger<RetrievalSchedule> logger)
    {
        (_service, _time, _logger) = (service, time, logger);
        service.Store.Sources.Changed += Wake;
        _running = RunAsync(_stopping.Token);
    }

    /// <summary>Breaks off what runs and waits for it; all that was committed stays.</summary>
    public async ValueTask DisposeAsync()
    {
        _service.Store.Sources.Changed -= Wake;
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
        _free.Dispose();
    }

    private void Wake() => Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Keeps a loop for each source that is not paused, and makes it anew when the source was changed.</summary>
    private async Task RunAsync(CancellationToken ct)
    {
        await Task.Yield();
        var made = new Dictionary<SourceId, object>();
        try
        {
            while (true)
            {
                var changed = _changed.Task;
                var wanted = _service.Store.Sources.List().Where(s => !s.State.IsPaused).ToDictionary(s => s.Id);
                foreach (var id in _loops.Keys.Where(id => !wanted.TryGetValue(id, out var s) || !made[id].Equals(Key(s))).ToList())
                    await EndAsync(id);
                foreach (var source in wanted.Values.Where(s => !_loops.ContainsKey(s.Id)))
                {
                    made[source.Id] = Key(source);
                    var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
                    _loops[source.Id] = (stop, LoopAsync(source.Id, stop.Token));
                }

                await changed.WaitAsync(ct);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }

        foreach (var id in _loops.Keys.ToList())
            await EndAsync(id);
    }

    // What a loop is made for: another one is made when any of it changes. Arrays by what is in them, as ImmutableArray compares which array it is.
    private static object Key(Source source) => (
        source.Settings with { Mailboxes = [], Folders = [] },
        string.Join('\n', source.Settings.Mailboxes),
        string.Join('\n', source.Settings.Folders),
        source.Secret is { } secret ? Convert.ToHexString(secret.Span) : null);

    private async Task EndAsync(SourceId id)
    {
        var (stop, loop) = _loops[id];
        _loops.Remove(id);
        await stop.CancelAsync();
        await loop;
        _service.Schedule(id, null);
        stop.Dispose();
    }

    private async Task LoopAsync(SourceId id, CancellationToken ct)
    {
        DateTimeOffset? lastEnd = null;
        var refused = false;
        try
        {
            while (_service.Store.Sources.Find(id) is { } source)
            {
                var due = RunTimes.Next(source.Settings, source.State, lastEnd, refused, _random.NextDouble(), _time.GetUtcNow());
                _service.Schedule(id, due);
                await WaitAsync(source, due - _time.GetUtcNow(), lastEnd is not null, ct);

                // Somebody may have logged in meanwhile by 'fetch', and the provider wants its rest.
                if (_service.Store.Sources.Find(id) is { } current && SessionOpening.Left(current.State, _time.GetUtcNow()) > TimeSpan.Zero)
                    continue;
                refused = await RunOnceAsync(source, ct) is ProviderFault.LogInRefused or ProviderFault.NoSecret;
                lastEnd = _time.GetUtcNow();
            }
        }
        catch (OperationCanceledException)
        {
            // The source was changed, or the server stops.
        }
    }

    private async Task<ProviderFault?> RunOnceAsync(Source source, CancellationToken ct)
    {
        await _free.WaitAsync(ct);
        try
        {
            return (await _service.RunAsync(source, dryRun: false, progress: null, ct))?.Fault;
        }
        catch (StoreException e)
        {
            RunLog.Broken(_logger, source.Name, e);
            return null;
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Waits until the next run is due; where the provider can tell of new mail, until it does so.</summary>
    private async Task WaitAsync(Source source, TimeSpan wait, bool ranBefore, CancellationToken ct)
    {
        if (wait <= TimeSpan.Zero)
            return;
        if (!source.Settings.Idle || !ranBefore || source.State.Failures > 0)
        {
            await Task.Delay(wait, _time, ct);
            return;
        }

        try
        {
            await IdleWatch.WaitAsync(_service, source, ct);
        }
        catch (Exception e) when (e is ProviderException or StoreException)
        {
            // The next run says what is wrong, if anything is; the loop must not end of it.
            RunLog.WatchEnded(_logger, source.Name, e.Message);
            await Task.Delay(wait, _time, ct);
        }
    }
}
