namespace Postfach.Store;

/// <summary>Writes how far preparation has come into an account's file. Used by the account's writer, inside its transaction.</summary>
internal sealed class PreparedTable(Database database)
{
    public void MoveTo(FeedCursor cursor) =>
        database["UPDATE prepared SET modseq = ?1, at = ?2, done = ?3"].Bind(1, cursor.ModSeq).Bind(2, cursor.At).Bind(3, cursor.Done).Run();

    /// <exception cref="StoreException">The file cannot be read.</exception>
    public static FeedCursor Read(ReaderPool readers) => readers.Read(0, static (database, _) =>
    {
        var row = database["SELECT modseq, at, done FROM prepared"];
        var cursor = row.Step() ? new FeedCursor(row.Int64(0), row.Int64(1), (int)row.Int64(2)) : FeedCursor.Start;
        row.Reset();
        return cursor;
    });
}
