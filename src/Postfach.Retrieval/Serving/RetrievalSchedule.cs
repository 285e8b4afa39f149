using System.Net.NetworkInformation;
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
    private int _networkChanges;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RetrievalSchedule(RetrievalService service, TimeProvider time, ILogger<RetrievalSchedule> logger)
    {
        (_service, _time, _logger) = (service, time, logger);
        service.Store.Sources.Changed += Wake;
        WatchNetwork();
        _running = RunAsync(_stopping.Token);
    }

    /// <summary>Breaks off what runs and waits for it; all that was committed stays.</summary>
    public async ValueTask DisposeAsync()
    {
        _service.Store.Sources.Changed -= Wake;
        NetworkChange.NetworkAddressChanged -= NoteNetwork;
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
        _free.Dispose();
    }

    /// <summary>The network here is another one than before: whom nobody could reach may be there again.</summary>
    internal void NoteNetwork() => Interlocked.Increment(ref _networkChanges);

    private void WatchNetwork()
    {
        try
        {
            NetworkChange.NetworkAddressChanged += NoteNetwork;
        }
        catch (Exception e) when (e is NetworkInformationException or PlatformNotSupportedException)
        {
            // A service may be denied it. Then waits last as long as they are.
        }
    }

    private void NoteNetwork(object? sender, EventArgs e) => NoteNetwork();

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
                await WaitAsync(source, due, lastEnd is not null, refused, ct);

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
    private async Task WaitAsync(Source source, DateTimeOffset due, bool ranBefore, bool refused, CancellationToken ct)
    {
        if (due <= _time.GetUtcNow())
            return;
        if (!source.Settings.Idle || !ranBefore || source.State.Failures > 0)
        {
            await PauseAsync(source, due, refused, ct);
            return;
        }

        try
        {
            await WatchAsync(source, ct);
        }
        catch (Exception e) when (e is ProviderException or StoreException)
        {
            // The next run says what is wrong, if anything is; the loop must not end of it.
            RunLog.WatchEnded(_logger, source.Name, e.Message);
            await PauseAsync(source, due, refused, ct);
        }
    }

    // Failures of the network make waits long. Once it is another one, they are no longer than usual.
    private Task PauseAsync(Source source, DateTimeOffset due, bool refused, CancellationToken ct)
    {
        var (usual, changes) = (_time.GetUtcNow() + source.Settings.Every, Volatile.Read(ref _networkChanges));
        var mayBeSooner = source.State is { Failures: > 0, NotBefore: null } && !refused && usual < due;
        return ClockWait.UntilAsync(() => mayBeSooner && Volatile.Read(ref _networkChanges) != changes ? usual : due, _time, ct);
    }

    // A connection does not outlive a machine's sleep, and nobody tells it: what the clock says is over is over.
    private async Task WatchAsync(Source source, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var over = _time.GetUtcNow() + IdleWatch.Longest + IdleWatch.Slack;
        var watch = IdleWatch.WaitAsync(_service, source, stop.Token);
        var asleep = ClockWait.UntilAsync(() => over, _time, stop.Token);
        await Task.WhenAny(watch, asleep);
        await stop.CancelAsync();
        try
        {
            await watch;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The next run looks.
        }
    }
}
