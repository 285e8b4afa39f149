using System.Collections.Concurrent;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// An account's one writer. Changes come from any thread; all that wait are run in one transaction, each in a part of its own, made durable with one
/// sync, then published, then answered. It also writes checkpoints and keeps the write-ahead log small, after the answers.
/// </summary>
internal sealed class AccountWriter : IDisposable
{
    // What a commit adds to the log besides the bodies it brings: a few pages.
    private const long LogBytesPerChange = 24 << 10;

    private readonly AccountParts _parts;
    private readonly WriterPool _pool;
    private readonly Func<long, MessageChunk.Rows> _loadChunk;
    private readonly ConcurrentQueue<PendingChange> _waiting = new();
    private readonly SemaphoreSlim _room;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AccountFile _file;
    private AccountCheckpoint _checkpoint;
    private long _logBytes;
    private int _scheduled;
    private volatile bool _closing;
    private volatile AccountState _state;
    private Exception? _fault;
    private long _faultedAt;

    public AccountWriter(AccountParts parts, WriterPool pool, AccountFile file, AccountState state, ModSeq checkpoint, Func<long, MessageChunk.Rows> loadChunk)
    {
        (_parts, _pool, _file, _state, _loadChunk) = (parts, pool, file, state, loadChunk);
        _checkpoint = new AccountCheckpoint(checkpoint, state);
        _room = new SemaphoreSlim(parts.Options.MaxQueuedChanges);
    }

    /// <summary>Raised on the writing thread after a commit, with the state before and after it. Must be quick and must not throw.</summary>
    public event Action<AccountState, AccountState>? Published;

    /// <summary>The account as of its last durable commit.</summary>
    public AccountState State => _state;

    /// <summary>How tests fill the disk.</summary>
    internal AccountFile File => _file;

    /// <summary>Runs a change and ends when it is durable.</summary>
    /// <exception cref="StoreException">It could not be made durable, and did not happen.</exception>
    public Task<T> RunAsync<T>(Func<WriteScope, T> change, CancellationToken ct) => RunAsync(change, onlyReads: false, ct);

    /// <summary>Runs what only brings something into memory; works also while the account is read-only.</summary>
    public Task<T> LoadAsync<T>(Func<WriteScope, T> load, CancellationToken ct) => RunAsync(load, onlyReads: true, ct);

    /// <summary>Lets all that waits be written, then ends. The file is closed.</summary>
    public async Task CloseAsync()
    {
        _closing = true;
        Schedule();
        await _closed.Task;
    }

    public void Dispose() => _room.Dispose();

    private async Task<T> RunAsync<T>(Func<WriteScope, T> change, bool onlyReads, CancellationToken ct)
    {
        await _room.WaitAsync(ct);
        try
        {
            var pending = new PendingChange<T>(change) { OnlyReads = onlyReads };
            _waiting.Enqueue(pending);
            Schedule();
            return await pending.Task;
        }
        finally
        {
            _room.Release();
        }
    }

    private void Schedule()
    {
        if (Interlocked.CompareExchange(ref _scheduled, 1, 0) == 0)
            _pool.Schedule(Work);
    }

    private void Work()
    {
        var batch = new List<PendingChange>();
        while (batch.Count < _parts.Options.MaxChangesPerCommit && _waiting.TryDequeue(out var change))
            batch.Add(change);
        if (batch.Count > 0)
            Write(batch);
        if (_closing && _waiting.IsEmpty)
        {
            Close();
            return;
        }

        Volatile.Write(ref _scheduled, 0);
        if (!_waiting.IsEmpty || _closing)
            Schedule();
    }

    private void Write(List<PendingChange> batch)
    {
        var done = new List<PendingChange>(batch.Count);
        try
        {
            RecoverFromFault();
            var before = _state;
            var after = _fault is null && !batch.TrueForAll(change => change.OnlyReads) ? Commit(batch, done) : OnlyLoad(batch, done);
            _state = after;
            Published?.Invoke(before, after);
        }
        catch (Exception fault)
        {
            Fault(fault);
            foreach (var change in batch)
                change.Fail(fault);
            return;
        }

        foreach (var change in done)
            change.Complete();
        if (_fault is null)
            TidyUp(done.Count(change => !change.OnlyReads));
    }

    /// <summary>Where nothing is to be written, or nothing can be: what only reads is done, without a commit; the rest is refused.</summary>
    private AccountState OnlyLoad(List<PendingChange> batch, List<PendingChange> done)
    {
        var scope = NewScope();
        foreach (var change in batch)
        {
            if (!change.OnlyReads)
            {
                change.Fail(new StoreException("The account is read-only after a failure of its disk.", _fault!)); // only then there is one here
                continue;
            }

            try
            {
                change.Run(scope);
                done.Add(change);
            }
            catch (Exception fault) when (!IsOfTheDisk(fault))
            {
                change.Fail(fault);
            }
        }

        return scope.State;
    }

    private WriteScope NewScope() =>
        new(_file, _parts.Flags, _parts.Options, _parts.Time.GetUtcNow(), _checkpoint.ModSeq, _loadChunk) { State = _state };

    private AccountState Commit(List<PendingChange> batch, List<PendingChange> done)
    {
        var scope = NewScope();
        using var transaction = _file.Begin();
        var isAlone = batch.Count == 1;
        foreach (var change in batch)
        {
            var before = scope.State;
            try
            {
                if (isAlone)
                    change.Run(scope);
                else
                    transaction.Part(() => change.Run(scope));
                done.Add(change);
            }
            catch (Exception fault) when (transaction.IsOpen && !IsOfTheDisk(fault))
            {
                // This change alone fails; those around it are not its concern.
                scope.State = before;
                change.Fail(fault);
                if (isAlone)
                    return before; // and the transaction is rolled back
            }
        }

        _parts.Marks.Cover(scope.State);
        _parts.Recent.Write(_file);
        transaction.Commit();
        _logBytes += scope.BytesWritten + (batch.Count * LogBytesPerChange);
        return scope.State;
    }

    /// <summary>
    /// A failed write or sync leaves the disk in a state that nobody knows: nothing more is written until the file has been opened anew and checked.
    /// </summary>
    private void Fault(Exception fault)
    {
        _fault = fault;
        _faultedAt = _parts.Time.GetTimestamp();
        Log.AccountFaulted(_parts.Logger, fault, _parts.Id.Value);
    }

    private void RecoverFromFault()
    {
        if (_fault is null || _parts.Time.GetElapsedTime(_faultedAt) < _parts.Options.FaultPause)
            return;
        _file.Dispose();
        _file = AccountFile.Open(_file.Path);
        _file.Check();
        var (checkpoint, state) = _parts.ReadState(_file);
        _checkpoint = new AccountCheckpoint(checkpoint, state);
        var before = _state;
        foreach (var (mailbox, old) in before.Mailboxes)
        {
            if (old.Snapshot is not null && state.Mailboxes.TryGetValue(mailbox, out var version))
                state = state.With(version with { Snapshot = Continue(old.Snapshot, version.Head, checkpoint) });
        }

        _fault = null;
        _state = state;
        Published?.Invoke(before, state);
        Log.AccountRecovered(_parts.Logger, _parts.Id.Value);
    }

    /// <summary>
    /// A snapshot as the file that was opened anew has it. Where nothing changed it stays the same one, as it shares chunks with those that sessions
    /// look at: rows that no chunk of ours knows would be let go while those still mean to read them.
    /// </summary>
    private MailboxSnapshot Continue(MailboxSnapshot before, SnapshotHead now, ModSeq checkpoint) =>
        before.HighestModSeq == now.HighestModSeq && before.UidNext == now.UidNext
            ? before.WithHead(now)
            : SnapshotLoader.Load(_file, now, checkpoint, _parts.Flags, _loadChunk);

    /// <summary>Work that can wait until the answers are out.</summary>
    private void TidyUp(int changes)
    {
        try
        {
            if (_checkpoint.IsDue(changes, _parts.Options.CheckpointRows))
                _checkpoint = _checkpoint.Write(_file, _state, _parts.Flags, _loadChunk);
            if (_logBytes < _parts.Options.WalBytes)
                return;
            _file.CopyLogBack();
            _logBytes = 0;
        }
        catch (Exception fault)
        {
            Fault(fault);
        }
    }

    private void Close()
    {
        try
        {
            if (_fault is null)
            {
                _checkpoint = _checkpoint.Write(_file, _state, _parts.Flags, _loadChunk);
                _parts.Recent.Write(_file);
                _parts.Marks.Close(_state);
            }
        }
        catch (Exception fault)
        {
            Fault(fault);
        }

        _file.Dispose();
        _closed.SetResult();
    }

    private static bool IsOfTheDisk(Exception fault) => fault is SqliteFailureException { IsRefusal: false };
}
