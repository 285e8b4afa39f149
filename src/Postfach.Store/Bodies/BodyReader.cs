using System.Buffers;
using Postfach.Mail;
using Postfach.Mime;

namespace Postfach.Store;

/// <summary>
/// Reads bodies and what was prepared of them. Any thread may call. Between calls nothing is locked and no read transaction is open: take what one call
/// gave, send it, call again.
/// </summary>
public sealed class BodyReader
{
    /// <summary>Bytes of a message that lie together.</summary>
    public const int RowBytes = BodyTables.RowBytes;

    private readonly ReaderPool _pool;

    internal BodyReader(ReaderPool pool) => _pool = pool;

    /// <summary>Begins to read many bodies; dispose of it before anything is awaited.</summary>
    /// <exception cref="StoreException">The file cannot be opened.</exception>
    public BodyBatch BeginBatch() => new(this, _pool);

    /// <summary>Where the sections of a message lie in its bytes.</summary>
    /// <exception cref="StoreException">There is no such body, or the file cannot be read.</exception>
    public MessageSections Sections(BodyId body)
    {
        var batch = BeginBatch();
        try
        {
            batch.MoveTo(body);
            return batch.Sections;
        }
        finally
        {
            batch.Dispose();
        }
    }

    /// <summary>
    /// Writes raw bytes. Ask for at most a few hundred KiB a call, and send them before the next call: what is asked for is all in memory.
    /// </summary>
    /// <exception cref="StoreException">There are no such bytes, or the file cannot be read.</exception>
    public void WriteBytes(BodyId body, long offset, long length, IBufferWriter<byte> output)
    {
        while (length > 0)
        {
            var (place, skip) = Math.DivRem(offset, RowBytes);
            var take = (int)Math.Min(length, RowBytes - skip);
            _pool.Read((Row: BodyTables.RowOf(body, place), Skip: (int)skip, Take: take, Output: output), static (database, wanted) =>
            {
                var row = database["SELECT bytes FROM body_data WHERE id = ?1"].Bind(1, wanted.Row);
                if (!row.Step() || row.Blob(0).Length < wanted.Skip + wanted.Take)
                    throw BytesMissing(database, wanted.Row);
                wanted.Output.Write(row.Blob(0).Slice(wanted.Skip, wanted.Take));
                row.Reset();
                return true;
            });
            (offset, length) = (offset + take, length - take);
        }
    }

    /// <summary>The bytes' number, and the SHA-256 they had when they came.</summary>
    /// <exception cref="StoreException">There is no such body, or the file cannot be read.</exception>
    public (long Size, byte[] Hash) Identity(BodyId body) => _pool.Read(body, static (database, wanted) =>
    {
        var row = database["SELECT size, hash FROM body WHERE id = ?1"].Bind(1, wanted.Value);
        if (!row.Step())
            throw Missing(database, wanted);
        var identity = (row.Int64(0), row.Blob(1).ToArray());
        row.Reset();
        return identity;
    });

    /// <summary>The bodies whose SHA-256 begins with these octets; at least eight.</summary>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    internal IReadOnlySet<BodyId> WithHash(byte[] prefix) => _pool.Read(prefix, static (database, wanted) =>
    {
        var rows = database["SELECT id FROM body WHERE substr(hash, 1, 8) = substr(?1, 1, 8) AND substr(hash, 1, ?2) = ?1"].Bind(1, wanted).Bind(2, wanted.Length);
        var found = new HashSet<BodyId>();
        while (rows.Step())
            found.Add(new BodyId((uint)rows.Int64(0)));
        rows.Reset();
        return found;
    });

    internal static StoreException BytesMissing(Database database, long row) =>
        new($"{database.Path}: bytes of a message are missing (row {row}). Put back a backup.");

    internal static StoreException Missing(Database database, BodyId body) =>
        new($"{database.Path}: message body {body} is missing. Put back a backup.");

    /// <summary>Prepared parts can be thrown away: then the message is read once more.</summary>
    internal PreparedMessage Prepare(BodyId body)
    {
        var reader = new MessageReader();
        var piece = new ArrayBufferWriter<byte>();
        var size = Identity(body).Size;
        for (long offset = 0; offset < size; offset += RowBytes)
        {
            piece.ResetWrittenCount();
            WriteBytes(body, offset, Math.Min(RowBytes, size - offset), piece);
            reader.Write(piece.WrittenSpan);
        }

        return reader.Complete();
    }
}
