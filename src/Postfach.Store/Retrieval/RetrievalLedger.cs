using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// What an account knows of mail at providers: which message was fetched, when, whether its copy is still there. It lies in the account's file, so that a
/// message and its line are one commit, and outlives the messages. Any thread may call; a change is durable when its task ends.
/// </summary>
public sealed class RetrievalLedger
{
    private readonly Account _account;
    private readonly AccountWriter _writer;
    private readonly ReaderPool _readers;

    internal RetrievalLedger(Account account, AccountWriter writer, ReaderPool readers) => (_account, _writer, _readers) = (account, writer, readers);

    /// <summary>The ledger of one mailbox at a provider, made when it is new.</summary>
    /// <exception cref="StoreException">The file failed.</exception>
    public Task<RemoteMailbox> OpenAsync(SourceId source, string name, CancellationToken ct) => _writer.RunAsync(scope => scope.File.Ledger.Open(source, name), ct);

    /// <summary>All mailboxes that were ever looked at.</summary>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<RemoteMailbox> Mailboxes(SourceId source) => _readers.Read(source, static (database, wanted) => new LedgerTable(database).ReadMailboxes(wanted));

    /// <summary>All lines of a mailbox, in the order of their ids.</summary>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<LedgerEntry> Read(RemoteMailboxId mailbox) => _readers.Read(mailbox, static (database, wanted) => new LedgerTable(database).Read(wanted));

    /// <summary>Whether some line of a mailbox has one of these states.</summary>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public bool Has(RemoteMailboxId mailbox, CopyState state, CopyState or) =>
        _readers.Read((mailbox, state, or), static (database, wanted) => new LedgerTable(database).Has(wanted.mailbox, wanted.state, wanted.or));

    /// <summary>Whether something could be fetched though nothing is new: it was refused before, or has a placeholder and at most so many bytes, or that reason.</summary>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public bool HasUnfetched(RemoteMailboxId mailbox, long upTo, string reason) =>
        _readers.Read((mailbox, upTo, reason), static (database, wanted) => new LedgerTable(database).HasUnfetched(wanted.mailbox, wanted.upTo, wanted.reason));

    /// <summary>Commits fetched messages with their lines. One that has a placeholder takes its place, wherever that was moved to.</summary>
    /// <exception cref="StoreException">The file failed, and nothing happened.</exception>
    public async Task<FetchResult> TakeInAsync(RemoteMailboxId mailbox, IReadOnlyList<FetchedMessage> messages, Actor actor, CancellationToken ct)
    {
        foreach (var message in messages)
            message.Message.Content.Complete();
        var result = await _writer.RunAsync(scope => LedgerChanges.TakeIn(scope, mailbox, messages, actor), ct);
        if (result is FetchResult.Committed(var isNew, _))
        {
            for (var i = 0; i < isNew.Count; i++)
            {
                if (isNew[i])
                    messages[i].Message.Content.Appended();
            }
        }

        return result;
    }

    /// <summary>Writes lines of messages that were not fetched: refused ones, and those found again under other ids.</summary>
    /// <param name="gone">Ids whose lines are to go in the same commit.</param>
    /// <exception cref="StoreException">The file failed, and nothing happened.</exception>
    public Task WriteAsync(RemoteMailboxId mailbox, IReadOnlyList<LedgerEntry> entries, IReadOnlyList<string> gone, CancellationToken ct) => _writer.RunAsync(
        scope =>
        {
            foreach (var id in gone)
                scope.File.Ledger.Delete(mailbox, id);
            foreach (var entry in entries)
                scope.File.Ledger.Write(mailbox, entry);
            return true;
        },
        ct);

    /// <summary>Gives lines another state: a receipt is one of <see cref="CopyState.Deleting"/>, and durable before anything is deleted.</summary>
    /// <exception cref="StoreException">The file failed, and nothing happened.</exception>
    public Task ChangeAsync(RemoteMailboxId mailbox, IReadOnlyList<LedgerChange> changes, CancellationToken ct) => changes.Count == 0 ? Task.CompletedTask : _writer.RunAsync(
        scope =>
        {
            foreach (var change in changes)
                scope.File.Ledger.Change(mailbox, change, scope.Now);
            return true;
        },
        ct);

    /// <summary>Remembers how far a mailbox has been looked through.</summary>
    /// <exception cref="StoreException">The file failed, and nothing happened.</exception>
    public Task WriteCursorAsync(RemoteMailboxId mailbox, RemoteCursor cursor, CancellationToken ct) => _writer.RunAsync(
        scope =>
        {
            scope.File.Ledger.WriteCursor(mailbox, cursor);
            return true;
        },
        ct);

    /// <summary>
    /// Looks at the account and notes in the lines of copies that are still there what became of their messages here since: read, deleted, flagged.
    /// Times are those of the first look that saw it.
    /// </summary>
    /// <returns>The lines of each mailbox as they are then.</returns>
    /// <exception cref="StoreException">The file failed.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<LedgerEntry>>> ObserveAsync(IReadOnlyList<RemoteMailboxId> mailboxes, DateTimeOffset now, CancellationToken ct)
    {
        var seen = await SeeAsync(mailboxes, now, ct);
        var changed = seen.SelectMany((lines, i) => lines.Where(l => l.IsNew).Select(l => (Mailbox: mailboxes[i], l.Entry))).ToList();
        if (changed.Count > 0)
        {
            await _writer.RunAsync(
                scope =>
                {
                    foreach (var (mailbox, entry) in changed)
                        scope.File.Ledger.Observe(mailbox, entry);
                    return true;
                },
                ct);
        }

        return [.. seen.Select(lines => lines.ConvertAll(l => l.Entry))];
    }

    /// <summary>What <see cref="ObserveAsync"/> would give, with nothing noted.</summary>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<LedgerEntry>>> LookAsync(IReadOnlyList<RemoteMailboxId> mailboxes, DateTimeOffset now, CancellationToken ct) =>
        [.. (await SeeAsync(mailboxes, now, ct)).Select(lines => lines.ConvertAll(l => l.Entry))];

    /// <summary>Where the messages with these bytes are, as of one committed change: wherever they were moved or copied to.</summary>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public Task<ILookup<BodyId, (MailboxId Mailbox, Uid Uid)>> FindAsync(IReadOnlySet<BodyId> bodies, CancellationToken ct) => LocalMessages.FindAsync(_account, bodies, ct);

    /// <summary>
    /// Carries here what has changed of messages' flags at the provider since it was last looked at: flag by flag, to all messages with these bytes, wherever
    /// they are by now; what is deleted here stays so. Flags of lines that knew none are remembered, and change nothing.
    /// </summary>
    /// <exception cref="StoreException">The file failed; what was not carried will be the next time.</exception>
    public async Task<FlagsCarried> CarryFlagsAsync(RemoteMailboxId mailbox, IReadOnlyList<FlagsThere> seen, Actor actor, CancellationToken ct)
    {
        await RememberFlagsAsync(mailbox, [.. seen.Where(s => s.Line.FlagsThere is null)], ct);
        var changed = seen.Where(s => s.Line.FlagsThere is { } before && !before.Equals(s.Flags)).ToList();
        var (messages, withoutKeywords) = (0, 0);
        while (changed.Count > 0)
        {
            // A message that is moved between the two is looked for anew.
            var places = await LocalMessages.FindAsync(_account, changed.Select(c => c.Line.Body).OfType<BodyId>().ToHashSet(), ct);
            var now = changed;
            var (carried, moved) = await _writer.RunAsync(
                scope => new FlagCarrying(scope, mailbox, places, actor) is var carrying ? (carrying.Carry(now), carrying.Moved) : default, ct);
            (messages, withoutKeywords, changed) = (messages + carried.Messages, withoutKeywords + carried.WithoutKeywords, moved);
        }

        return new FlagsCarried(messages, withoutKeywords);
    }

    /// <summary>How many runs of a source the file knows of.</summary>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public long Runs(SourceId source) => _readers.Read(source, static (database, wanted) => new LedgerTable(database).ReadRuns(wanted));

    public Task WriteRunsAsync(SourceId source, long runs, CancellationToken ct) => _writer.RunAsync(
        scope =>
        {
            scope.File.Ledger.WriteRuns(source, runs);
            return true;
        },
        ct);

    /// <summary>Forgets all of a source: what is there would be fetched anew.</summary>
    public Task ForgetAsync(SourceId source, CancellationToken ct) => _writer.RunAsync(
        scope =>
        {
            scope.File.Ledger.Forget(source);
            return true;
        },
        ct);

    private Task RememberFlagsAsync(RemoteMailboxId mailbox, IReadOnlyList<FlagsThere> seen, CancellationToken ct) => seen.Count == 0 ? Task.CompletedTask : _writer.RunAsync(
        scope =>
        {
            foreach (var (line, flags) in seen)
                scope.File.Ledger.WriteFlagsThere(mailbox, line.Id, flags);
            return true;
        },
        ct);

    // The account is read once for all of them.
    private async Task<List<List<(LedgerEntry Entry, bool IsNew)>>> SeeAsync(IReadOnlyList<RemoteMailboxId> mailboxes, DateTimeOffset now, CancellationToken ct)
    {
        // Lines first: a message that comes between the two is then no line yet, rather than a line without a message.
        var lines = mailboxes.Select(Read).ToList();
        var truths = await LocalTruth.ReadAsync(_account, ct);
        return lines.ConvertAll(entries => entries.Select(e =>
        {
            var seen = e.Body is { } body ? truths.GetValueOrDefault(body).Update(e, now) : e;
            return (seen, !ReferenceEquals(seen, e));
        }).ToList());
    }
}
