using Postfach.Mail;
using Microsoft.Extensions.Logging;

namespace Postfach.Store;

/// <summary>
/// Does the work of all who follow the feeds of open accounts, one after the other and never for two at once: where nothing has come for a while, or what came
/// has waited long. Any thread may call.
/// </summary>
internal sealed class FeedWorker : IAsyncDisposable
{
    // Mail that never pauses is worked on all the same.
    private const int LongestDelays = 30;

    // A disk that is full is not to be filled again at once.
    private static readonly TimeSpan FaultPause = TimeSpan.FromMinutes(10);

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<IFeedFollower, Due> _waiting = [];
    private readonly HashSet<IFeedFollower> _open = [];
    private readonly Task _running;
    private TaskCompletionSource _sooner = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _wakesAt = DateTimeOffset.MaxValue;
    private DateTimeOffset _busyUntil;

    public FeedWorker(TimeProvider time, ILogger logger)
    {
        (_time, _logger) = (time, logger);
        _running = RunAsync(_stopping.Token);
    }

    /// <summary>How far the search indexes are.</summary>
    public IndexProgress Progress
    {
        get
        {
            lock (_gate)
            {
                var indexes = _open.OfType<SearchIndex>().ToList();
                var behind = indexes.Where(i => i.Followed < i.Clock).ToList();
                var done = behind.Count == 0 ? 1.0 : (double)behind.Sum(i => i.Followed.Value) / behind.Sum(i => i.Clock.Value);
                return new IndexProgress(indexes.Count, behind.Count, done);
            }
        }
    }

    /// <summary>An account was opened; there may be work left from before.</summary>
    public void Add(IFeedFollower follower)
    {
        lock (_gate)
            _open.Add(follower);
        Touch(follower);
    }

    /// <summary>Something came that is to be worked on once it is quiet; nothing where the account was not added.</summary>
    public void Touch(IFeedFollower follower)
    {
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            _busyUntil = Extremes.Max(_busyUntil, now + follower.IdleDelay);
            if (!_waiting.TryGetValue(follower, out var due))
                due = new Due(now, now + (LongestDelays * follower.IdleDelay));
            Await(follower, due with { At = Extremes.Max(Extremes.Min(now + follower.IdleDelay, due.Latest), due.Earliest) });
        }
    }

    /// <summary>The account is being closed.</summary>
    public void Forget(IFeedFollower follower)
    {
        lock (_gate)
        {
            _open.Remove(follower);
            _waiting.Remove(follower);
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
                var (follower, due) = await NextAsync(ct);
                throttle.Begin();
                await WorkAsync(follower, due, throttle, ct);
                await throttle.RestAsync(ct);
            }
        }
        catch (OperationCanceledException)
        {
            // The store is closed.
        }
    }

    private async Task WorkAsync(IFeedFollower follower, Due due, Throttle throttle, CancellationToken ct)
    {
        try
        {
            if (!await follower.WorkAsync(throttle, ct))
                return;

            // One with more to do gets its turn again behind those that wait already.
            lock (_gate)
                Await(follower, due with { At = _time.GetUtcNow() });
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // It is being closed.
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.FollowingFailed(_logger, follower.Account.Value, fault);
            var retry = _time.GetUtcNow() + FaultPause;
            lock (_gate)
                Await(follower, new Due(retry, retry, retry));
        }
    }

    /// <summary>Waits until one is due, and takes it out.</summary>
    private async Task<(IFeedFollower Follower, Due Due)> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            Task sooner;
            TimeSpan wait;
            lock (_gate)
            {
                var (follower, due) = _waiting.DefaultIfEmpty().MinBy(w => w.Value?.At);
                var now = _time.GetUtcNow();
                if (follower is not null && due.At <= now)
                {
                    _waiting.Remove(follower);
                    return (follower, due);
                }

                _wakesAt = follower is null ? DateTimeOffset.MaxValue : due.At;
                wait = follower is null ? Timeout.InfiniteTimeSpan : due.At - now;
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
    private void Await(IFeedFollower follower, Due due)
    {
        if (!_open.Contains(follower))
            return;
        _waiting[follower] = due;

        // What is put off, as most commits do, wakes nobody.
        if (due.At < _wakesAt)
            _sooner.TrySetResult();
    }

    private bool IsMailComing()
    {
        lock (_gate)
            return _time.GetUtcNow() < _busyUntil;
    }

    /// <param name="At">When to begin.</param>
    /// <param name="Latest">When to begin at the latest, whatever comes until then.</param>
    /// <param name="Earliest">Not to begin before that, after a failure.</param>
    private sealed record Due(DateTimeOffset At, DateTimeOffset Latest, DateTimeOffset Earliest = default);
}
