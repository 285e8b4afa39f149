using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// One account's mail. Any thread may call anything here. Every change goes through the account's one writer and is on stable storage when its task
/// ends; a change that could not be made so throws a <see cref="StoreException"/> and did not happen. Reading looks at immutable snapshots and never
/// waits for a writer. A cancellation is heeded until the change is in the writer's queue.
/// </summary>
public sealed class Account
{
    /// <summary>Rows of the feed that a returning client may cost.</summary>
    private const int MaxRowsLookedThrough = 100_000;

    private readonly AccountParts _parts;
    private readonly AccountWriter _writer;
    private readonly ReaderPool _readers;
    private readonly FeedWorker _followers;
    private readonly ConcurrentDictionary<MailboxId, Mailbox> _mailboxes = new();
    private volatile TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Account(AccountParts parts, AccountWriter writer, ReaderPool readers, FeedWorker followers)
    {
        (_parts, _writer, _readers, _followers) = (parts, writer, readers, followers);
        Bodies = new BodyReader(readers);
        Ledger = new RetrievalLedger(this, writer, readers);
        Keys = new AccountKeys(readers, Bodies, writer);
        Threads = new AccountThreads(readers, Keys, Bodies, writer);
        Index = new SearchIndex(parts, readers, Bodies, () => _writer.State.Clock);
        _writer.Published += Publish;
        Index.WantsWork += () => _followers.Touch(Index);
        Preparation = new AccountPreparation(parts, readers, this);
        _followers.Add(Preparation);
        if (parts.Options.Index.Enabled)
            _followers.Add(Index);
    }

    public AccountId Id => _parts.Id;

    /// <summary>The mailboxes as of the last committed change.</summary>
    public MailboxTree Mailboxes => _writer.State.Tree;

    /// <summary>The mod-sequence of the last committed change.</summary>
    public ModSeq Clock => _writer.State.Clock;

    public BodyReader Bodies { get; }

    /// <summary>What is known of mail at providers.</summary>
    public RetrievalLedger Ledger { get; }

    internal AccountKeys Keys { get; }

    internal AccountThreads Threads { get; }

    internal SortMemory Sorting { get; } = new();

    internal ThreadMemory ThreadMemory => _parts.ThreadMemory;

    /// <summary>The messages' bytes one message may have at most.</summary>
    public long MaxMessageBytes => _parts.Options.MaxMessageBytes;

    internal AccountWriter Writer => _writer;

    internal SearchIndex Index { get; }

    internal AccountPreparation Preparation { get; }

    /// <summary>Opens an account's file, makes it when it is missing. Reads the disk.</summary>
    internal static Account Open(AccountParts parts, WriterPool pool, FeedWorker followers)
    {
        Directory.CreateDirectory(parts.Folder);
        var isNew = !File.Exists(parts.MailPath);
        var file = AccountFile.Open(parts.MailPath);
        try
        {
            AccountOpening.Continue(parts, file, isNew);
            var (checkpoint, state) = parts.ReadState(file);
            var readers = new ReaderPool(parts.MailPath);
            readers.GiveBack(readers.Take(), sound: true); // opened here, the first reading need not wait for it
            var loadChunk = (long id) => ReadChunk(readers, parts.Flags, id);
            return new Account(parts, new AccountWriter(parts, pool, file, state, checkpoint, loadChunk), readers, followers);
        }
        catch (StoreException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A mailbox with its messages at hand; null when there is none of that name.</summary>
    public async ValueTask<Mailbox?> OpenMailboxAsync(MailboxName name, CancellationToken ct)
    {
        if (Mailboxes.Find(name) is not { } entry)
            return null;
        if (_writer.State.Mailboxes[entry.Id].Snapshot is null)
            await _writer.LoadAsync(scope => scope.State.Tree.Find(name) is { } found ? scope.Load(found.Id) : null, ct);
        if (_writer.State.Mailboxes[entry.Id].Snapshot is null)
            return null;
        return _mailboxes.GetOrAdd(entry.Id, id => new Mailbox(id, _parts.Recent, () => _writer.State));
    }

    public Task<MailboxResult> CreateMailboxAsync(MailboxName name, SpecialUse use, Actor actor, CancellationToken ct) =>
        _writer.RunAsync(scope => MailboxChanges.Create(scope, name, use, actor), ct);

    /// <summary>Its messages leave with it, and stay for the grace time.</summary>
    public Task<MailboxResult> DeleteMailboxAsync(MailboxName name, Actor actor, CancellationToken ct) =>
        _writer.RunAsync(scope => MailboxChanges.Delete(scope, name, actor), ct);

    /// <summary>Renames a mailbox and all below it; INBOX is emptied into a new mailbox instead. RFC 9051 §6.3.6.</summary>
    public Task<MailboxResult> RenameMailboxAsync(MailboxName from, MailboxName to, Actor actor, CancellationToken ct) =>
        _writer.RunAsync(scope => MailboxChanges.Rename(scope, from, to, actor), ct);

    /// <summary>Subscribes to a name or ends that; the mailbox need not exist. RFC 9051 §6.3.7.</summary>
    public Task<MailboxResult> SubscribeAsync(MailboxName name, bool subscribed, Actor actor, CancellationToken ct) =>
        _writer.RunAsync(scope => MailboxChanges.Subscribe(scope, name, subscribed, actor), ct);

    /// <summary>A query made ready for the account's mailboxes: keys by object identifiers say which messages they mean now.</summary>
    /// <exception cref="StoreException">The file cannot be read, or threads not be made to last.</exception>
    public Task<SearchQuery> ResolveAsync(SearchQuery query, CancellationToken ct) => ObjectIdKeys.ResolveAsync(this, query, ct);

    /// <summary>The threads that messages belong to; whoever was told of one can rely on it.</summary>
    /// <exception cref="StoreException">They could not be read, or not be made to last.</exception>
    public Task<IReadOnlyDictionary<BodyId, ThreadId>> ThreadsOfAsync(IReadOnlyCollection<BodyId> bodies, CancellationToken ct) => Threads.OfAsync(bodies, ct);

    /// <summary>Begins to make previews that nobody has asked for before.</summary>
    public MadePreviews BeginPreviews() => new(this);

    /// <summary>Begins to take in a message's bytes. Dispose it in any case.</summary>
    public IncomingMessage BeginMessage() => new(_writer, MaxMessageBytes);

    /// <summary>Appends messages to a mailbox, all in one row of the feed.</summary>
    public async Task<AppendResult> AppendAsync(MailboxName target, IReadOnlyList<NewMessage> messages, Actor actor, CancellationToken ct)
    {
        foreach (var message in messages)
            message.Content.Complete();
        var result = await _writer.RunAsync(scope => MessageChanges.Append(scope, target, messages, actor), ct);
        if (result is AppendResult.Appended)
        {
            foreach (var message in messages)
                message.Content.Appended();
        }

        return result;
    }

    /// <summary>Begins to import a source into a mailbox; null when there is no such mailbox.</summary>
    /// <param name="source">Names the source in the ledger: the same name means the same source.</param>
    public Task<ImportRun?> BeginImportAsync(string source, MailboxName target, CancellationToken ct) =>
        _writer.RunAsync(scope => ImportChanges.Begin(scope, source, target), ct);

    /// <summary>
    /// Gives a mailbox in which no message has ever been the UIDVALIDITY that it had elsewhere, where this account never gave it; the result tells
    /// which one it has.
    /// </summary>
    public Task<MailboxResult> AdoptUidValidityAsync(MailboxName name, UidValidity wanted, Actor actor, CancellationToken ct) =>
        _writer.RunAsync(scope => MailboxChanges.Adopt(scope, name, wanted, actor), ct);

    /// <summary>No UID below this one is given in the mailbox any more: elsewhere they were.</summary>
    public Task<MailboxResult> RaiseUidNextAsync(MailboxName name, Uid least, Actor actor, CancellationToken ct) =>
        _writer.RunAsync(scope => MailboxChanges.RaiseUidNext(scope, name, least, actor), ct);

    /// <summary>What POP3 calls those messages of a mailbox that came with such a name.</summary>
    public IReadOnlyDictionary<Uid, string> ReadUniqueIds(MailboxId mailbox) => _readers.Read(mailbox, static (database, wanted) =>
    {
        var rows = database["SELECT uid, value FROM unique_id WHERE mailbox = ?1"].Bind(1, wanted.Value);
        var found = new Dictionary<Uid, string>();
        while (rows.Step())
            found[new Uid((uint)rows.Int64(0))] = rows.Text(1);
        rows.Reset();
        return found;
    });

    /// <summary>
    /// Appends those of a source's messages that no earlier run of it brought, whether they are still here or not. Equal messages are told apart by
    /// their number: two in the source are two here.
    /// </summary>
    public async Task<ImportResult> ImportAsync(ImportRun run, IReadOnlyList<NewMessage> messages, Actor actor, CancellationToken ct)
    {
        foreach (var message in messages)
            message.Content.Complete();
        var result = await _writer.RunAsync(scope => ImportChanges.Import(scope, run, messages, actor), ct);
        if (result is ImportResult.Imported(var isNew))
        {
            for (var i = 0; i < isNew.Count; i++)
            {
                if (isNew[i])
                    messages[i].Content.Appended();
            }
        }

        return result;
    }

    /// <summary>Changes the flags of those messages of a set that are there.</summary>
    /// <param name="unchangedSince">Leaves alone what changed after this. RFC 7162 §3.1.3.</param>
    public Task<StoreFlagsResult> StoreFlagsAsync(
        MailboxId mailbox, UidSet uids, FlagChange change, ModSeq? unchangedSince, Actor actor, CancellationToken ct) =>
        _writer.RunAsync(scope => MessageChanges.StoreFlags(scope, mailbox, uids, change, unchangedSince, actor), ct);

    public Task<CopyResult> CopyAsync(MailboxId source, UidSet uids, MailboxName target, Actor actor, CancellationToken ct) =>
        _writer.RunAsync(scope => MessageChanges.Copy(scope, source, uids, target, actor), ct);

    /// <summary>Copies, and expunges from the source in the same commit. RFC 6851.</summary>
    public Task<CopyResult> MoveAsync(MailboxId source, UidSet uids, MailboxName target, Actor actor, CancellationToken ct) =>
        _writer.RunAsync(scope => MessageChanges.Move(scope, source, uids, target, actor), ct);

    /// <summary>Expunges messages: with <paramref name="onlyDeleted"/> those of the set that have \Deleted (EXPUNGE), else all of it (QUIT of POP3).</summary>
    public Task<ExpungeResult> ExpungeAsync(MailboxId mailbox, UidSet uids, bool onlyDeleted, Actor actor, CancellationToken ct) =>
        _writer.RunAsync(scope => MessageChanges.Expunge(scope, mailbox, uids, onlyDeleted, actor), ct);

    /// <summary>The rows of the feed after a mod-sequence, those to come included: ends only by its cancellation.</summary>
    public async IAsyncEnumerable<FeedRow> FollowAsync(ModSeq after, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var change = _change;
            var rows = ReadFeed(after, 256);
            foreach (var row in rows)
            {
                after = row.ModSeq;
                yield return row;
            }

            if (rows.Count == 0)
                await change.Task.WaitAsync(ct);
        }
    }

    /// <summary>Rows of the feed after a mod-sequence, in order, at most so many.</summary>
    public IReadOnlyList<FeedRow> ReadFeed(ModSeq after, int limit) => _readers.Read((after, limit), static (database, wanted) =>
    {
        var rows = database[
            """
            SELECT f.modseq, f.kind, f.mailbox, f.uids, f.other, f.at, a.user, a.protocol, a.client
            FROM feed f JOIN actor a ON a.id = f.actor WHERE f.modseq > ?1 ORDER BY f.modseq LIMIT ?2
            """].Bind(1, wanted.after.Value).Bind(2, wanted.limit);
        var found = new List<FeedRow>();
        while (rows.Step())
        {
            var uids = new ByteReader(rows.Blob(3));
            found.Add(new FeedRow(
                new ModSeq(rows.Int64(0)),
                (FeedKind)rows.Int64(1),
                new MailboxId(rows.Int64(2)),
                FeedCodec.ReadUids(ref uids),
                rows.IsNull(4) ? null : new MailboxId(rows.Int64(4)),
                DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(5)),
                new Actor(rows.Text(6), rows.Text(7), rows.Text(8))));
        }

        rows.Reset();
        return found;
    });

    /// <summary>
    /// The messages that left a mailbox after a mod-sequence and up to a snapshot of it, for a client that comes back. RFC 7162 §3.2.10.1: where too much
    /// has happened since to look through, all UIDs that are absent, which a client may be told as well.
    /// </summary>
    public UidSet ExpungedSince(MailboxSnapshot snapshot, ModSeq since)
    {
        if (since >= snapshot.HighestModSeq)
            return UidSet.Empty;
        if (snapshot.HighestModSeq.Value - since.Value > MaxRowsLookedThrough)
            return snapshot.AbsentUids();
        return _readers.Read((snapshot, since), static (database, wanted) =>
        {
            var rows = database["SELECT uids FROM feed WHERE modseq > ?1 AND modseq <= ?2 AND mailbox = ?3 AND kind = ?4"]
                .Bind(1, wanted.since.Value)
                .Bind(2, wanted.snapshot.HighestModSeq.Value)
                .Bind(3, wanted.snapshot.Mailbox.Value)
                .Bind(4, (long)FeedKind.Expunge);
            var ranges = new List<UidRange>();
            while (rows.Step())
            {
                var uids = new ByteReader(rows.Blob(0));
                ranges.AddRange(FeedCodec.ReadUids(ref uids).Ranges);
            }

            rows.Reset();
            return UidSet.FromRanges(ranges);
        });
    }

    /// <summary>
    /// Lets go for good of messages whose grace time is over and that were expunged no later than <paramref name="unseenSince"/> (no session that is
    /// open can still see them), a few at a time.
    /// </summary>
    /// <returns>How many messages left.</returns>
    internal async Task<long> EndGraceAsync(ModSeq unseenSince, CancellationToken ct)
    {
        long total = 0;
        while (await _writer.RunAsync(scope => GraceChanges.EndNext(scope, unseenSince), ct) is { } ended)
            total += ended;
        if (total == 0)
            return total;
        Index.BodiesWent();
        Log.GraceEnded(_parts.Logger, Id.Value, total);
        return total;
    }

    /// <summary>Writes what waits and closes the file.</summary>
    internal async Task CloseAsync()
    {
        _followers.Forget(Preparation);
        _followers.Forget(Index);
        ThreadMemory.Forget(Id);
        await Preparation.DisposeAsync();
        await Index.DisposeAsync();
        await _writer.CloseAsync();
        _writer.Dispose();
        _readers.Dispose();
    }

    private static MessageChunk.Rows ReadChunk(ReaderPool readers, FlagTable flags, long id) =>
        readers.Read((id, flags), static (database, wanted) =>
        {
            var row = database["SELECT messages FROM chunk WHERE id = ?1"].Bind(1, wanted.id);
            if (!row.Step())
                throw new StoreException($"{database.Path}: a piece of a mailbox is missing (chunk {wanted.id}).");
            var packed = new ByteReader(row.Blob(0));
            var messages = FeedCodec.ReadMessages(ref packed, wanted.flags);
            row.Reset();
            return messages;
        });

    private void Publish(AccountState before, AccountState after)
    {
        if (before.Clock == after.Clock)
            return;
        foreach (var (id, mailbox) in _mailboxes)
        {
            if (!ReferenceEquals(before.Mailboxes.GetValueOrDefault(id), after.Mailboxes.GetValueOrDefault(id)))
                mailbox.SignalChange();
        }

        var change = _change;
        _change = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        change.TrySetResult();
        _followers.Touch(Preparation);
        _followers.Touch(Index);
    }
}
