using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// Makes what SORT, THREAD, THREADID and PREVIEW want of messages soon after they came, behind the deliveries: one more reader of the feed. It may lag behind or lack some;
/// who asks makes what is missing. Any thread may call; one at a time works on it.
/// </summary>
internal sealed class AccountPreparation(AccountParts parts, ReaderPool readers, Account account) : IFeedFollower, IAsyncDisposable
{
    // A delivery waits for one commit of so many at most: some milliseconds.
    private const int MessagesAtATime = 256;

    private readonly FeedBodies _feed = new(readers, parts.Flags);
    private readonly PreviewMaker _previews = new(account.Bodies);
    private readonly SemaphoreSlim _working = new(1);
    private readonly CancellationTokenSource _closing = new();
    private volatile TaskCompletionSource _worked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FeedCursor? _cursor;

    public AccountId Account => parts.Id;

    public TimeSpan IdleDelay => parts.Options.PreparingDelay;

    /// <summary>The mod-sequence up to which all is prepared; 0 before it was first worked on.</summary>
    public ModSeq Followed { get; private set; }

    /// <summary>Ends when the piece of work that is done next is done.</summary>
    public Task Worked => _worked.Task;

    public async Task<bool> WorkAsync(Throttle throttle, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, _closing.Token);
        await _working.WaitAsync(either.Token);
        try
        {
            var from = _cursor ??= PreparedTable.Read(readers);
            var came = _feed.Read(from, out var end);
            for (var start = 0; start < came.Count; start += MessagesAtATime)
            {
                if (await PrepareAsync([.. came.Skip(start).Take(MessagesAtATime)], either.Token))
                    await throttle.RestAsync(either.Token);
            }

            // Rows that brought nothing to prepare are walked over again after a restart, so that changes of flags write nothing here.
            _cursor = end;
            Followed = new ModSeq(end.Followed);
            return end != from;
        }
        finally
        {
            _working.Release();
            Interlocked.Exchange(ref _worked, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }

    /// <summary>Breaks off what is being done. Who wants to work later is sent away.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _working.WaitAsync(CancellationToken.None);
        _working.Release();
    }

    /// <returns>False: there was nothing to make.</returns>
    private async Task<bool> PrepareAsync(IReadOnlyList<(BodyId Body, FeedCursor Behind)> came, CancellationToken ct)
    {
        var bodies = Missing(came);
        if (bodies.Count == 0)
            return false;
        var seeds = await account.Threads.SeedsAsync(bodies, ct);
        var previews = MakePreviews(bodies, ct);
        await account.Writer.RunAsync(
            scope =>
            {
                foreach (var seed in seeds)
                    scope.File.Threads.Give(seed);
                foreach (var (body, preview) in previews)
                    scope.File.Previews.Keep(body, preview);
                scope.File.Prepared.MoveTo(came[^1].Behind);
                return true;
            },
            ct);
        return true;
    }

    /// <summary>Those that are still there and have no thread, which is given last: copies of messages bring nothing new.</summary>
    private List<BodyId> Missing(IReadOnlyList<(BodyId Body, FeedCursor Behind)> came)
    {
        var bodies = came.Select(c => c.Body).Distinct().Order().ToList();
        var threaded = account.Threads.Read(bodies);
        bodies.RemoveAll(threaded.ContainsKey);
        var areThere = _feed.AreThere([.. bodies.Select(b => b.Value)]);
        return [.. bodies.Where((_, i) => areThere[i])];
    }

    private List<(BodyId Body, byte[] Preview)> MakePreviews(List<BodyId> bodies, CancellationToken ct)
    {
        var made = new List<(BodyId Body, byte[] Preview)>(bodies.Count);
        foreach (var body in bodies)
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                made.Add((body, _previews.Make(body)));
            }
            catch (StoreException)
            {
                // One message that is damaged keeps nobody from the others; who asks for it is told.
            }
        }

        return made;
    }
}
