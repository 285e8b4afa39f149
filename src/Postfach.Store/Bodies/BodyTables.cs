using Postfach.Mail;
using Postfach.Mime;

namespace Postfach.Store;

/// <summary>Writes bodies into an account's file. Used by the account's writer, inside its transaction.</summary>
internal sealed class BodyTables(Database database)
{
    /// <summary>Bytes of a body in one row.</summary>
    public const int RowBytes = 256 << 10;

    private const int RowsPerBody = 1 << 14;

    public static long RowOf(BodyId body, long place) => ((long)body.Value * RowsPerBody) + place;

    /// <summary>A body with these very bytes, by length and hash; null when there is none.</summary>
    public BodyId? Find(long size, ReadOnlySpan<byte> hash)
    {
        var rows = database["SELECT id FROM body WHERE substr(hash, 1, 8) = substr(?1, 1, 8) AND hash = ?1 AND size = ?2 LIMIT 1"]
            .Bind(1, hash)
            .Bind(2, size);
        BodyId? found = rows.Step() ? new BodyId((uint)rows.Int64(0)) : null;
        rows.Reset();
        return found;
    }

    public void Insert(BodyId body, long size, ReadOnlySpan<byte> hash, PreparedMessage prepared)
    {
        database["INSERT INTO body (id, size, hash, envelope, structure, sections) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"]
            .Bind(1, body.Value)
            .Bind(2, size)
            .Bind(3, hash)
            .Bind(4, prepared.Envelope.Span)
            .Bind(5, prepared.BodyStructure.Span)
            .Bind(6, prepared.Sections.Span)
            .Run();
        if (prepared.ListedFields is { } fields)
            database["INSERT INTO listed_fields (body, fields) VALUES (?1, ?2)"].Bind(1, body.Value).Bind(2, fields.Span).Run();
    }

    /// <summary>Lays down bytes of a body from a row's beginning on.</summary>
    public void InsertData(BodyId body, long firstRow, ReadOnlySpan<byte> bytes)
    {
        for (; !bytes.IsEmpty; firstRow++)
        {
            var row = bytes[..Math.Min(RowBytes, bytes.Length)];
            database["INSERT INTO body_data (id, bytes) VALUES (?1, ?2)"].Bind(1, RowOf(body, firstRow)).Bind(2, row).Run();
            bytes = bytes[row.Length..];
        }
    }

    public void MarkStaged(BodyId body) => database["INSERT OR IGNORE INTO staging VALUES (?1)"].Bind(1, body.Value).Run();

    public void ClearStaged(BodyId body) => database["DELETE FROM staging WHERE body = ?1"].Bind(1, body.Value).Run();

    public void DeleteData(BodyId body) =>
        database["DELETE FROM body_data WHERE id BETWEEN ?1 AND ?2"].Bind(1, RowOf(body, 0)).Bind(2, RowOf(body, RowsPerBody - 1)).Run();

    /// <summary>One more message holds the body.</summary>
    public void Hold(BodyId body) =>
        database["INSERT INTO shared_body VALUES (?1, 2) ON CONFLICT (body) DO UPDATE SET holders = holders + 1"].Bind(1, body.Value).Run();

    /// <summary>One message fewer holds the body; the last one takes the bytes along.</summary>
    public void Release(BodyId body)
    {
        var row = database["SELECT holders FROM shared_body WHERE body = ?1"].Bind(1, body.Value);
        var holders = row.Step() ? row.Int64(0) : 1;
        row.Reset();
        if (holders > 2)
        {
            database["UPDATE shared_body SET holders = holders - 1 WHERE body = ?1"].Bind(1, body.Value).Run();
            return;
        }

        database["DELETE FROM shared_body WHERE body = ?1"].Bind(1, body.Value).Run();
        if (holders > 1)
            return;
        database["DELETE FROM body WHERE id = ?1"].Bind(1, body.Value).Run();
        database["DELETE FROM listed_fields WHERE body = ?1"].Bind(1, body.Value).Run();
        database["DELETE FROM key_numbers WHERE body = ?1"].Bind(1, body.Value).Run();
        database["DELETE FROM key_texts WHERE body = ?1"].Bind(1, body.Value).Run();
        database["DELETE FROM preview WHERE body = ?1"].Bind(1, body.Value).Run();
        database["DELETE FROM thread_of WHERE body = ?1"].Bind(1, body.Value).Run();
        DeleteData(body);
    }

    /// <summary>Clears away bodies that were coming in when the program ended.</summary>
    public void DropStaged()
    {
        var staged = new List<BodyId>();
        var rows = database["SELECT body FROM staging"];
        while (rows.Step())
            staged.Add(new BodyId((uint)rows.Int64(0)));
        rows.Reset();
        if (staged.Count == 0)
            return;
        using var transaction = new Transaction(database);
        foreach (var body in staged)
        {
            DeleteData(body);
            ClearStaged(body);
        }

        transaction.Commit();
    }
}
