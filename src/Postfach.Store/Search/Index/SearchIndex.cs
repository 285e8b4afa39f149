using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// The index of the words in an account's mail, in a file of its own: one more reader of the feed, which it follows batch by batch. It may lag behind or be
/// gone, searches look at what it does not know; so answers are never wrong, only later. Any thread may ask; one at a time works on it.
/// </summary>
/// <param name="clock">The mod-sequence of the account's last change.</param>
internal sealed class SearchIndex(AccountParts parts, ReaderPool mail, BodyReader bodies, Func<ModSeq> clock) : IFeedFollower, IAsyncDisposable
{
    private readonly FeedBodies _feed = new(mail, parts.Flags);
    private readonly MessageTexts _texts = new(bodies);
    private readonly SemaphoreSlim _working = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private IndexFile? _file;
    private ReaderPool? _readers;
    private BodySet _indexed = new();
    private long _followed;
    private volatile TaskCompletionSource _worked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isBroken, _isClosed;

    // Bodies have gone for good; and nobody has looked what a crash left half done.
    private bool _mayBeHollow, _isUnknown;

    /// <summary>Raised on any thread when there is something to do that did not come by the feed. Must be quick and must not throw.</summary>
    public event Action? WantsWork;

    public AccountId Account => parts.Id;

    public TimeSpan IdleDelay => parts.Options.Index.IdleDelay;

    /// <summary>Ends when the piece of work that is done next is done.</summary>
    public Task Worked => _worked.Task;

    public ModSeq Clock => clock();

    /// <summary>The mod-sequence up to which all is indexed.</summary>
    public ModSeq Followed => new(Interlocked.Read(ref _followed));

    public string Path => System.IO.Path.Combine(parts.Folder, MailStore.IndexFileName);

    /// <summary>What the index knows of questions; null when it cannot be asked.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public IndexAnswers? Ask(IReadOnlyList<TextQuestion> questions, CancellationToken ct) => Ask(questions, [], ct);

    /// <summary>The same, and of fuzzy ones.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public IndexAnswers? Ask(IReadOnlyList<TextQuestion> questions, IReadOnlyList<FuzzyQuestion> fuzzy, CancellationToken ct)
    {
        try
        {
            return Open()?.Read((questions, fuzzy, ct), static (database, asked) =>
            {
                database["BEGIN"].Run();
                var answers = new IndexSearch(new IndexTables(database), asked.ct).Ask(asked.questions, asked.fuzzy);
                database["COMMIT"].Run();
                return answers;
            });
        }
        catch (StoreException fault)
        {
            Break(fault);
            return null;
        }
    }

    /// <summary>Does a piece of what there is to do: indexes some of what came, or puts segments together.</summary>
    /// <returns>Whether there is more to do.</returns>
    /// <exception cref="StoreException">The disk refuses.</exception>
    public async Task<bool> WorkAsync(Throttle throttle, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, _closing.Token);
        await _working.WaitAsync(either.Token);
        try
        {
            if (_isBroken)
                Remove();
            if (Open() is null || _file is not { } file)
                return false;
            var batch = new IndexBatch(file, _feed, _texts, _indexed);
            var isMore = await batch.RunAsync(either.Token);
            Interlocked.Exchange(ref _followed, file.Cursor.Followed);
            var mayBeHollow = Interlocked.Exchange(ref _mayBeHollow, false);
            if (batch.HasWritten || mayBeHollow || Interlocked.Exchange(ref _isUnknown, false))
                isMore |= await new IndexUpkeep(file, _feed.AreThere).RunAsync(mayBeHollow, throttle, either.Token);
            file.TidyUp();
            return isMore;
        }
        catch (StoreException fault)
        {
            Break(fault);
            throw;
        }
        finally
        {
            _working.Release();
            Interlocked.Exchange(ref _worked, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }

    /// <summary>Bodies have gone for good: there may be something to be written anew.</summary>
    public void BodiesWent()
    {
        Interlocked.Exchange(ref _mayBeHollow, true);
        WantsWork?.Invoke();
    }

    /// <summary>Breaks off what is being done and closes the file. Who asks or wants to work later is sent away.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _working.WaitAsync(CancellationToken.None);
        lock (_gate)
        {
            _isClosed = true;
            Close();
        }

        _working.Release();
    }

    /// <summary>Opens the file when it is first wanted.</summary>
    private ReaderPool? Open()
    {
        lock (_gate)
        {
            if (_isBroken || _isClosed || !parts.Options.Index.Enabled)
                return null;
            if (_readers is not null)
                return _readers;
            _file = IndexFile.Open(Path, [.. IndexVersion.Current, .. _feed.Incarnation()], _feed.Has);
            Interlocked.Exchange(ref _followed, _file.Cursor.Followed);
            _indexed = new BodySet();
            foreach (var body in _file.Tables.ReadSegments().SelectMany(s => s.Bodies))
                _indexed.Add(new BodyId(body));
            Interlocked.Exchange(ref _isUnknown, true);
            return _readers = new ReaderPool(Path);
        }
    }

    /// <summary>It is not asked any more; who works next makes it anew.</summary>
    private void Break(StoreException fault)
    {
        if (!_isBroken && !_isClosed)
            Log.IndexBroken(parts.Logger, parts.Id.Value, fault);
        _isBroken = true;
        WantsWork?.Invoke();
    }

    private void Remove()
    {
        lock (_gate)
        {
            Close();
            IndexFile.Delete(Path);
            Interlocked.Exchange(ref _followed, 0);
            _isBroken = false;
        }
    }

    private void Close()
    {
        _readers?.Dispose();
        _file?.Dispose();
        (_readers, _file) = (null, null);
    }
}
