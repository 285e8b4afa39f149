using Microsoft.Extensions.Logging;

namespace Postfach.Store;

/// <summary>
/// Works on the indexes of all open accounts, one after the other and never on two at once: where nothing has come for a while, or what came has waited
/// long. Any thread may call.
/// </summary>
internal sealed class IndexWorker : IAsyncDisposable
{
    // Mail that never pauses is indexed all the same.
    private const int LongestDelays = 30;

    // A disk that is full is not to be filled again at once.
    private static readonly TimeSpan FaultPause = TimeSpan.FromMinutes(10);

    private readonly SearchIndexOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<SearchIndex, Due> _waiting = [];
    private readonly HashSet<SearchIndex> _open = [];
    private readonly Task _running;
    private TaskCompletionSource _sooner = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _wakesAt = DateTimeOffset.MaxValue;
    private DateTimeOffset _touchedAt;

    public IndexWorker(SearchIndexOptions options, TimeProvider time, ILogger logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        _running = options.Enabled ? RunAsync(_stopping.Token) : Task.CompletedTask;
    }

    public IndexProgress Progress
    {
        get
        {
            if (!_options.Enabled)
                return new IndexProgress(0, 0, 1);
            lock (_gate)
            {
                var behind = _open.Where(i => i.Followed < i.Clock).ToList();
                var done = behind.Count == 0 ? 1.0 : (double)behind.Sum(i => i.Followed.Value) / behind.Sum(i => i.Clock.Value);
                return new IndexProgress(_open.Count, behind.Count, done);
            }
        }
    }

    /// <summary>An account was opened.</summary>
    public void Add(SearchIndex index)
    {
        lock (_gate)
            _open.Add(index);
        Touch(index);
    }

    /// <summary>Something came that is to be indexed once it is quiet.</summary>
    public void Touch(SearchIndex index)
    {
        if (!_options.Enabled)
            return;
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            _touchedAt = now;
            if (!_waiting.TryGetValue(index, out var due))
                due = new Due(now, now + (LongestDelays * _options.IdleDelay));
            Await(index, due with { At = Max(Min(now + _options.IdleDelay, due.Latest), due.Earliest) });
        }
    }

    /// <summary>The account is being closed.</summary>
    public void Forget(SearchIndex index)
    {
        lock (_gate)
        {
            _open.Remove(index);
            _waiting.Remove(index);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken ct)
    {
        var throttle = new Throttle(_time, IsMailComing);
        try
        {
            while (true)
            {
                var (index, due) = await NextAsync(ct);
                throttle.Begin();
                await WorkAsync(index, due, throttle, ct);
                await throttle.RestAsync(ct);
            }
        }
        catch (OperationCanceledException)
        {
            // The store is closed.
        }
    }

    private async Task WorkAsync(SearchIndex index, Due due, Throttle throttle, CancellationToken ct)
    {
        try
        {
            if (!await index.WorkAsync(throttle, ct))
                return;

            // One with more to do gets its turn again behind those that wait already.
            lock (_gate)
                Await(index, due with { At = _time.GetUtcNow() });
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // It is being closed.
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.IndexingFailed(_logger, index.Account.Value, fault);
            var retry = _time.GetUtcNow() + FaultPause;
            lock (_gate)
                Await(index, new Due(retry, retry, retry));
        }
    }

    /// <summary>Waits until one is due, and takes it out.</summary>
    private async Task<(SearchIndex Index, Due Due)> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            Task sooner;
            TimeSpan wait;
            lock (_gate)
            {
                var (index, due) = _waiting.DefaultIfEmpty().MinBy(w => w.Value?.At);
                var now = _time.GetUtcNow();
                if (index is not null && due.At <= now)
                {
                    _waiting.Remove(index);
                    return (index, due);
                }

                _wakesAt = index is null ? DateTimeOffset.MaxValue : due.At;
                wait = index is null ? Timeout.InfiniteTimeSpan : due.At - now;
                _sooner = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                sooner = _sooner.Task;
            }

            using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
            await Task.WhenAny(sooner, Task.Delay(wait, _time, enough.Token));
            await enough.CancelAsync();
            ct.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Under the gate.</summary>
    private void Await(SearchIndex index, Due due)
    {
        if (!_open.Contains(index))
            return;
        _waiting[index] = due;

        // What is put off, as most commits do, wakes nobody.
        if (due.At < _wakesAt)
            _sooner.TrySetResult();
    }

    private bool IsMailComing()
    {
        lock (_gate)
            return _time.GetUtcNow() - _touchedAt < _options.IdleDelay;
    }

    private static DateTimeOffset Min(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    private static DateTimeOffset Max(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    /// <param name="At">When to begin.</param>
    /// <param name="Latest">When to begin at the latest, whatever comes until then.</param>
    /// <param name="Earliest">Not to begin before that, after a failure.</param>
    private sealed record Due(DateTimeOffset At, DateTimeOffset Latest, DateTimeOffset Earliest = default);
}
