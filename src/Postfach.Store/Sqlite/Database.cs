using SQLitePCL;

namespace Postfach.Store;

/// <summary>One connection to a SQLite file, straight on SQLite's own interface. Not thread-safe: one thread at a time.</summary>
internal sealed class Database : IDisposable
{
    // Older engines can lose a committed transaction when a log is reset while another connection checkpoints it.
    private const int OldestEngine = 3_051_003;

    private readonly sqlite3 _handle;
    private readonly Dictionary<string, Statement> _statements = [];

    static Database() => Batteries_V2.Init();

    private Database(sqlite3 handle, string path) => (_handle, Path) = (handle, path);

    public string Path { get; }

    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>Whether a transaction is open: some failures end it unasked.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>Opens a file for reading and writing; a new one gets its lasting settings.</summary>
    /// <exception cref="StoreException">It cannot be opened, or the engine is too old to be trusted.</exception>
    public static Database Open(string path)
    {
        if (raw.sqlite3_libversion_number() < OldestEngine)
            throw new StoreException($"SQLite {raw.sqlite3_libversion().utf8_to_string()} is too old: a fault in it can lose committed mail. Use 3.51.3 or later.");
        var database = Open(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        try
        {
            // Before the first table, or it has no effect. Pages of 8 KiB rather than 4: a commit of one message of 5 KiB is 15 to 20% quicker, and reading
            // many of them as well; with 16 KiB the log grows faster than anything gains by it.
            database.Execute("PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0");
            database.Execute("PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192");
            return database;
        }
        catch (SqliteFailureException)
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file, which must be there, for reading.</summary>
    public static Database OpenForReading(string path)
    {
        // A read-only connection could not make the log's shared memory where it is missing.
        var database = Open(path, raw.SQLITE_OPEN_READWRITE);
        database.Execute("PRAGMA query_only = ON; PRAGMA cache_size = -4096; PRAGMA mmap_size = 0");
        return database;
    }

    /// <summary>Opens a file, which must be there, to copy or to check all of it.</summary>
    public static Database OpenForCopying(string path)
    {
        var database = Open(path, raw.SQLITE_OPEN_READWRITE);
        database.Execute("PRAGMA cache_size = -8192");
        return database;
    }

    /// <summary>Writes all that is committed into a new file, without its free pages. The new file is not durable yet.</summary>
    public void CopyInto(string path, CancellationToken ct)
    {
        using var stop = ct.Register(() => raw.sqlite3_interrupt(_handle));
        try
        {
            this["VACUUM INTO ?1"].Bind(1, path).Run();
        }
        catch (SqliteFailureException) when (ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(ct);
        }
    }

    /// <summary><c>ok</c>, or what is wrong first.</summary>
    public string CheckIntegrity(CancellationToken ct)
    {
        using var stop = ct.Register(() => raw.sqlite3_interrupt(_handle));
        try
        {
            var row = this["PRAGMA integrity_check(1)"];
            var answer = row.Step() ? row.Text(0) : "nothing";
            row.Reset();
            return answer;
        }
        catch (SqliteFailureException) when (ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(ct);
        }
    }

    /// <summary>Runs statements that give no rows.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql), sql);

    /// <summary>A statement, prepared once per connection and text. Ready to be bound.</summary>
    public Statement this[string sql]
    {
        get
        {
            if (!_statements.TryGetValue(sql, out var statement))
            {
                Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle), sql);
                _statements[sql] = statement = new Statement(this, handle);
            }

            statement.Reset();
            return statement;
        }
    }

    /// <summary>Copies the log back into the file as far as readers allow; the log begins anew when all of it was copied.</summary>
    public void CopyLogBack()
    {
        var code = raw.sqlite3_wal_checkpoint_v2(_handle, null, raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        if (code is not raw.SQLITE_BUSY)
            Check(code, "checkpoint");
    }

    /// <summary>Gives free pages back to the file system, at most so many.</summary>
    public void Shrink(int pages)
    {
        var statement = this[$"PRAGMA incremental_vacuum({pages})"];
        while (statement.Step())
        {
        }

        statement.Reset();
    }

    public long Number(string pragma)
    {
        var statement = this[$"PRAGMA {pragma}"];
        var value = statement.Step() ? statement.Int64(0) : 0;
        statement.Reset();
        return value;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
        _handle.Dispose();
    }

    public void Check(int code, string what)
    {
        if (code != raw.SQLITE_OK)
            throw new SqliteFailureException(code, $"{what}: {raw.sqlite3_errmsg(_handle).utf8_to_string()}", Path);
    }

    private static Database Open(string path, int mode)
    {
        var code = raw.sqlite3_open_v2(path, out var handle, mode | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code != raw.SQLITE_OK)
        {
            handle?.Dispose();
            throw new SqliteFailureException(code, "The file cannot be opened", path);
        }

        var database = new Database(handle, path);
        database.Check(raw.sqlite3_extended_result_codes(handle, 1), "extended_result_codes");
        database.Check(raw.sqlite3_busy_timeout(handle, 10_000), "busy_timeout");
        return database;
    }
}
