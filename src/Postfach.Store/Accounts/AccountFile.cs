using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// The writing connection to an account's file with the tables that it writes. Used by one thread at a time. What it writes is durable once the
/// transaction around it is committed.
/// </summary>
internal sealed class AccountFile : IDisposable
{
    private readonly Database _database;

    private AccountFile(Database database)
    {
        _database = database;
        (Feed, Mailboxes, Chunks, Bodies) = (new FeedTable(database), new MailboxTable(database), new ChunkTable(database), new BodyTables(database));
        (Imports, UniqueIds, Ledger) = (new ImportTable(database), new UniqueIdTable(database), new LedgerTable(database));
        (Keys, Threads, Previews) = (new KeyTable(database), new ThreadTable(database), new PreviewTable(database));
        Prepared = new PreparedTable(database);
    }

    public string Path => _database.Path;

    public FeedTable Feed { get; }

    public MailboxTable Mailboxes { get; }

    public ChunkTable Chunks { get; }

    public BodyTables Bodies { get; }

    public ImportTable Imports { get; }

    public UniqueIdTable UniqueIds { get; }

    public LedgerTable Ledger { get; }

    public KeyTable Keys { get; }

    public ThreadTable Threads { get; }

    public PreviewTable Previews { get; }

    public PreparedTable Prepared { get; }

    /// <summary>Opens a file, makes it when it is new, upgrades it when it is old, and clears away what a crash left half done.</summary>
    public static AccountFile Open(string path)
    {
        var file = new AccountFile(Database.Open(path));
        try
        {
            AccountSchema.Tables.Apply(file._database);
            file.EnsureIdentity();
            file.Bodies.DropStaged();
            return file;
        }
        catch (StoreException)
        {
            file.Dispose();
            throw;
        }
    }

    public Transaction Begin() => new(_database);

    public (Guid Incarnation, ModSeq Checkpoint, BodyId NextBody, UidValidity LastUidValidity, ModSeq Purged) ReadIdentity()
    {
        var row = _database["SELECT incarnation, checkpoint, next_body, last_uidvalidity, purged FROM account"];
        if (!row.Step())
            throw new StoreException($"{Path} has no account in it. Put back a backup, or move the file away to begin anew.");
        var identity = (
            new Guid(row.Blob(0)),
            new ModSeq(row.Int64(1)),
            new BodyId((uint)row.Int64(2)),
            new UidValidity((uint)row.Int64(3)),
            new ModSeq(row.Int64(4)));
        row.Reset();
        return identity;
    }

    public void WriteIncarnation(Guid incarnation) => _database["UPDATE account SET incarnation = ?1"].Bind(1, incarnation.ToByteArray()).Run();

    public void WriteLastUidValidity(UidValidity last) => _database["UPDATE account SET last_uidvalidity = ?1"].Bind(1, last.Value).Run();

    /// <summary>UIDVALIDITYs up to this one may have been given to mailboxes that this file knows nothing of.</summary>
    public UidValidity ReadUnknownPast()
    {
        var row = _database["SELECT unknown_past FROM account"];
        row.Step();
        var upTo = new UidValidity((uint)row.Int64(0));
        row.Reset();
        return upTo;
    }

    public void WriteUnknownPast(UidValidity upTo) =>
        _database["UPDATE account SET unknown_past = max(unknown_past, ?1)"].Bind(1, upTo.Value).Run();

    public void WriteCheckpoint(ModSeq clock, BodyId nextBody) =>
        _database["UPDATE account SET checkpoint = ?1, next_body = ?2"].Bind(1, clock.Value).Bind(2, nextBody.Value).Run();

    public void WritePurged(ModSeq upTo) => _database["UPDATE account SET purged = ?1"].Bind(1, upTo.Value).Run();

    /// <summary>Throws away every checkpoint: the feed is then replayed from its beginning.</summary>
    public void ForgetCheckpoints()
    {
        _database.Execute("DELETE FROM chunk; DELETE FROM directory; UPDATE mailbox SET uidnext = 1, highestmodseq = 0, keywords = ''; UPDATE account SET checkpoint = 0");
    }

    /// <exception cref="StoreException">The file is damaged.</exception>
    public void Check()
    {
        var row = _database["PRAGMA quick_check(1)"];
        var answer = row.Step() ? row.Text(0) : "nothing";
        row.Reset();
        if (answer != "ok")
            throw new StoreException($"{Path} is damaged ({answer}). Put back a backup.");
    }

    public void CopyLogBack() => _database.CopyLogBack();

    public void Shrink(int pages) => _database.Shrink(pages);

    /// <summary>The size of the file may not go beyond so many pages: how tests fill the disk.</summary>
    public void LimitPages(long pages) => _database.Number($"max_page_count = {pages}");

    public void Dispose() => _database.Dispose();

    /// <summary>Looked for at each opening: a crash may have come between the tables and this row.</summary>
    private void EnsureIdentity() =>
        _database["INSERT INTO account (incarnation, checkpoint, next_body, last_uidvalidity, purged) SELECT ?1, 0, 1, 0, 0 WHERE NOT EXISTS (SELECT 1 FROM account)"].Bind(1, Guid.NewGuid().ToByteArray()).Run();
}
