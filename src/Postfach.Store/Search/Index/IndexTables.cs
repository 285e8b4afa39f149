namespace Postfach.Store;

/// <summary>The tables of a search index. Used by one thread at a time, as its connection is.</summary>
internal sealed class IndexTables(Database database)
{
    private const int FieldShift = 20, SegmentShift = 24;

    public static readonly Schema Schema = new(
        """
        -- One row. made_by: how words were made and whose they are; another program or account makes them anew. The cursor: see FeedCursor.
        CREATE TABLE origin (made_by BLOB NOT NULL, modseq INTEGER NOT NULL, at INTEGER NOT NULL, done INTEGER NOT NULL);

        -- bodies: their numbers, packed. A block whose segment is not here is of one that was not finished.
        CREATE TABLE segment (id INTEGER PRIMARY KEY AUTOINCREMENT, bytes INTEGER NOT NULL, bodies BLOB NOT NULL, sum INTEGER NOT NULL);

        -- id = segment * 2^24 + field * 2^20 + number. first: the first word.
        CREATE TABLE block (
            id INTEGER PRIMARY KEY,
            first BLOB NOT NULL,
            words_sum INTEGER NOT NULL,
            lists_sum INTEGER NOT NULL,
            words BLOB NOT NULL,
            lists BLOB NOT NULL);
        """);

    /// <summary>Bytes that blocks were written or deleted with: about what the log has grown by.</summary>
    public long BytesWritten { get; set; }

    /// <summary>Null: there is none yet.</summary>
    public (byte[] MadeBy, FeedCursor Cursor)? ReadOrigin()
    {
        var row = database["SELECT made_by, modseq, at, done FROM origin"];
        (byte[], FeedCursor)? origin = row.Step() ? (row.Blob(0).ToArray(), new FeedCursor(row.Int64(1), row.Int64(2), (int)row.Int64(3))) : null;
        row.Reset();
        return origin;
    }

    public void WriteOrigin(ReadOnlySpan<byte> madeBy) =>
        database["INSERT INTO origin VALUES (?1, ?2, ?3, ?4)"]
            .Bind(1, madeBy).Bind(2, FeedCursor.Start.ModSeq).Bind(3, FeedCursor.Start.At).Bind(4, FeedCursor.Start.Done).Run();

    public void WriteCursor(FeedCursor cursor) =>
        database["UPDATE origin SET modseq = ?1, at = ?2, done = ?3"].Bind(1, cursor.ModSeq).Bind(2, cursor.At).Bind(3, cursor.Done).Run();

    /// <summary>A number for a segment that is to be written; nobody sees its blocks before <see cref="InsertSegment"/>.</summary>
    public long NewSegment()
    {
        database["INSERT INTO segment (bytes, bodies, sum) VALUES (0, x'', 0)"].Run();
        var row = database["SELECT max(id) FROM segment"];
        row.Step();
        var id = row.Int64(0);
        row.Reset();
        database["DELETE FROM segment WHERE id = ?1"].Bind(1, id).Run();
        return id;
    }

    public void InsertSegment(IndexSegment segment)
    {
        var packed = new ByteWriter();
        uint last = 0;
        foreach (var body in segment.Bodies)
        {
            packed.Signed((long)body - last);
            last = body;
        }

        database["INSERT INTO segment (id, bytes, bodies, sum) VALUES (?1, ?2, ?3, ?4)"]
            .Bind(1, segment.Id).Bind(2, segment.Bytes).Bind(3, packed.Written).Bind(4, Checksum.Of(packed.Written)).Run();
    }

    public List<IndexSegment> ReadSegments()
    {
        var segments = new List<IndexSegment>();
        var rows = database["SELECT id, bytes, bodies, sum FROM segment ORDER BY id"];
        while (rows.Step())
        {
            Check(rows.Blob(2), rows.Int64(3));
            var packed = new ByteReader(rows.Blob(2));
            var bodies = new List<uint>();
            for (uint last = 0; !packed.AtEnd;)
                bodies.Add(last = (uint)(last + packed.Signed()));
            segments.Add(new IndexSegment(rows.Int64(0), rows.Int64(1), [.. bodies]));
        }

        rows.Reset();
        return segments;
    }

    public void InsertBlock(long segment, IndexField field, int number, ReadOnlySpan<byte> first, ReadOnlySpan<byte> words, ReadOnlySpan<byte> lists)
    {
        BytesWritten += words.Length + lists.Length;
        database["INSERT INTO block (id, first, words_sum, lists_sum, words, lists) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"]
            .Bind(1, BlockId(segment, field) + number)
            .Bind(2, first)
            .Bind(3, Checksum.Of(words))
            .Bind(4, Checksum.Of(lists))
            .Bind(5, words)
            .Bind(6, lists)
            .Run();
    }

    /// <summary>Deletes blocks of a segment whose row has gone.</summary>
    /// <returns>Whether there may be more.</returns>
    public bool DeleteBlocks(long segment, int atMost)
    {
        database["DELETE FROM block WHERE id IN (SELECT id FROM block WHERE id >= ?1 AND id < ?2 LIMIT ?3)"]
            .Bind(1, segment << SegmentShift).Bind(2, (segment + 1) << SegmentShift).Bind(3, atMost).Run();
        return database.Changes == atMost;
    }

    /// <summary>The segment is not there any more; its blocks are to go too.</summary>
    public void DeleteSegment(long segment) => database["DELETE FROM segment WHERE id = ?1"].Bind(1, segment).Run();

    /// <summary>A segment that has blocks, but is none; null when there is none such.</summary>
    public long? FindUnfinished()
    {
        var row = database["SELECT id >> 24 FROM block WHERE id >> 24 NOT IN (SELECT id FROM segment) LIMIT 1"];
        long? found = row.Step() ? row.Int64(0) : null;
        row.Reset();
        return found;
    }

    /// <summary>Begins to read a field's blocks from the one on that would hold a word, or all. Reset it at the end.</summary>
    public Statement ReadBlocks(long segment, IndexField field, ReadOnlySpan<byte> from)
    {
        var (first, end) = (BlockId(segment, field), BlockId(segment, field) + (1 << FieldShift));
        if (!from.IsEmpty)
        {
            var row = database["SELECT id FROM block WHERE id >= ?1 AND id < ?2 AND first <= ?3 ORDER BY id DESC LIMIT 1"].Bind(1, first).Bind(2, end).Bind(3, from);
            first = row.Step() ? row.Int64(0) : first;
            row.Reset();
        }

        return database["SELECT first, words_sum, words, lists_sum, lists FROM block WHERE id >= ?1 AND id < ?2 ORDER BY id"].Bind(1, first).Bind(2, end);
    }

    /// <summary>A block with its words and lists; null when the field has no more.</summary>
    /// <exception cref="StoreException">The index is damaged.</exception>
    public (byte[] Words, byte[] Lists)? ReadBlock(long segment, IndexField field, int number)
    {
        var row = database["SELECT words_sum, words, lists_sum, lists FROM block WHERE id = ?1"].Bind(1, BlockId(segment, field) + number);
        (byte[], byte[])? block = row.Step() ? (row.Blob(1).ToArray(), row.Blob(3).ToArray()) : null;
        if (block is var (words, lists))
        {
            Check(words, row.Int64(0));
            Check(lists, row.Int64(2));
        }

        row.Reset();
        return block;
    }

    /// <exception cref="StoreException">The bytes are not those that were written.</exception>
    public void Check(ReadOnlySpan<byte> bytes, long sum)
    {
        if (Checksum.Of(bytes) != sum)
            throw new StoreException($"{database.Path}: the search index is damaged.");
    }

    private static long BlockId(long segment, IndexField field) => (segment << SegmentShift) | ((long)field << FieldShift);
}
