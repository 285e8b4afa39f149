namespace Postfach.Store;

/// <summary>
/// The writing connection to an account's search index. The file may be gone, damaged or of another program at any time: then it is made anew, and what it
/// held is found in the account's file. So it is not synced with each commit, only before its log is copied back: a crash loses the end of it at worst.
/// Used by one thread at a time.
/// </summary>
internal sealed class IndexFile : IDisposable
{
    private const int RowsPassed = 10_000;

    private const long LogBytes = 4 << 20;

    private readonly Database _database;
    private long _written;

    private IndexFile(Database database) => (_database, Tables) = (database, new IndexTables(database));

    public IndexTables Tables { get; }

    public FeedCursor Cursor { get; private set; }

    /// <summary>Opens the index, or makes a new one.</summary>
    /// <param name="madeBy">By whom and of whose words it has to be, or it is made anew.</param>
    /// <param name="isOfFeed">Whether the account's feed is the one that was followed.</param>
    /// <exception cref="StoreException">The disk refuses.</exception>
    public static IndexFile Open(string path, byte[] madeBy, Func<FeedCursor, bool> isOfFeed)
    {
        if (File.Exists(path) && TryOpen(path, madeBy, isOfFeed) is { } file)
            return file;
        Delete(path);
        return TryOpen(path, madeBy, isOfFeed) ?? throw new StoreException($"{path} cannot be made.");
    }

    /// <summary>Removes the files of an index, open or not.</summary>
    public static void Delete(string path)
    {
        try
        {
            foreach (var file in new[] { path, path + "-wal", path + "-shm" })
                File.Delete(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path} cannot be removed: {fault.Message}", fault);
        }
    }

    public Transaction Begin() => new(_database);

    /// <summary>Nothing that is to be indexed came up to a place. Changes of flags are no reason to write.</summary>
    public void Pass(FeedCursor cursor)
    {
        if (cursor.ModSeq - _written > RowsPassed)
            MoveTo(cursor);
        Cursor = cursor;
    }

    /// <summary>All is indexed up to a place.</summary>
    public void MoveTo(FeedCursor cursor)
    {
        Tables.WriteCursor(cursor);
        (Cursor, _written) = (cursor, cursor.ModSeq);
    }

    /// <summary>Where the log has grown, copies it back and gives free pages to the file system.</summary>
    public void TidyUp()
    {
        if (Tables.BytesWritten < LogBytes)
            return;
        _database.Shrink(pages: 4096);
        _database.CopyLogBack();
        Tables.BytesWritten = 0;
    }

    public void Dispose() => _database.Dispose();

    private static IndexFile? TryOpen(string path, byte[] madeBy, Func<FeedCursor, bool> isOfFeed)
    {
        Database? database = null;
        try
        {
            database = Database.Open(path);
            database.Execute("PRAGMA synchronous = NORMAL");
            IndexTables.Schema.Apply(database);
            var file = new IndexFile(database);
            if (file.Tables.ReadOrigin() is null)
                file.Tables.WriteOrigin(madeBy);
            if (file.Tables.ReadOrigin() is var (by, cursor) && by.AsSpan().SequenceEqual(madeBy) && isOfFeed(cursor))
            {
                (file.Cursor, file._written) = (cursor, cursor.ModSeq);
                file.Tables.ReadSegments();
                return file;
            }
        }
        catch (StoreException)
        {
            // It is made anew. Where the disk is the reason, that fails too.
        }

        database?.Dispose();
        return null;
    }
}
