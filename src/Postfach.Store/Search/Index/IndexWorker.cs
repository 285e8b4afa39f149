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

    private readonly SearchIndexOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<SearchIndex, Due> _waiting = [];
    private readonly HashSet<SearchIndex> _open = [];
    private readonly Task _running;
    private TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);

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
            if (!_open.Contains(index))
                return;
            var latest = _waiting.TryGetValue(index, out var due) ? due.Latest : now + (LongestDelays * _options.IdleDelay);
            _waiting[index] = new Due(Min(now + _options.IdleDelay, latest), latest);
            _came.TrySetResult();
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
        var throttle = new Throttle(_time);
        try
        {
            while (true)
            {
                var (index, due) = await NextAsync(ct);
                throttle.Begin();
                if (await WorkAsync(index, throttle, ct))
                    Postpone(index, due, _time.GetUtcNow());
                await throttle.RestAsync(ct);
            }
        }
        catch (OperationCanceledException)
        {
            // The store is closed.
        }
    }

    /// <returns>Whether there is more to do.</returns>
    private async Task<bool> WorkAsync(SearchIndex index, Throttle throttle, CancellationToken ct)
    {
        try
        {
            return await index.WorkAsync(throttle, ct);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false; // it is being closed
        }
        catch (StoreException fault)
        {
            Log.IndexingFailed(_logger, index.Account.Value, fault);
            return false;
        }
    }

    /// <summary>Waits until one is due, and takes it out.</summary>
    private async Task<(SearchIndex Index, Due Due)> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            Task came;
            TimeSpan? wait = null;
            lock (_gate)
            {
                if (_waiting.Count > 0)
                {
                    var (index, due) = _waiting.MinBy(w => w.Value.At);
                    wait = due.At - _time.GetUtcNow();
                    if (wait <= TimeSpan.Zero)
                    {
                        _waiting.Remove(index);
                        return (index, due);
                    }
                }
                else if (_came.Task.IsCompleted)
                {
                    _came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                came = _came.Task;
            }

            await (wait is { } time ? Task.Delay(time, _time, ct) : came.WaitAsync(ct));
        }
    }

    /// <summary>An index with more to do gets its turn again behind those that wait already.</summary>
    private void Postpone(SearchIndex index, Due due, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!_open.Contains(index) || _waiting.ContainsKey(index))
                return;
            _waiting[index] = due with { At = now };
            _came.TrySetResult();
        }
    }

    private static DateTimeOffset Min(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    /// <param name="At">When to begin.</param>
    /// <param name="Latest">When to begin at the latest, whatever comes until then.</param>
    private sealed record Due(DateTimeOffset At, DateTimeOffset Latest);
}
