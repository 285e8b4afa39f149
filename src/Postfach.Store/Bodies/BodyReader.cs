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
    private const int RowBytes = BodyTables.RowBytes;

    private readonly ReaderPool _pool;

    internal BodyReader(ReaderPool pool) => _pool = pool;

    /// <summary>Writes a prepared part.</summary>
    /// <exception cref="StoreException">There is no such body, or the file cannot be read.</exception>
    public void WritePrepared(BodyId body, PreparedPart part, IBufferWriter<byte> output)
    {
        var sql = part == PreparedPart.Envelope ? "SELECT envelope FROM body WHERE id = ?1" : "SELECT structure FROM body WHERE id = ?1";
        if (!WriteColumn(body, sql, output))
        {
            var prepared = Prepare(body);
            output.Write((part == PreparedPart.Envelope ? prepared.Envelope : prepared.BodyStructure).Span);
        }
    }

    /// <summary>Where the sections of a message lie in its bytes.</summary>
    /// <exception cref="StoreException">There is no such body, or the file cannot be read.</exception>
    public MessageSections Sections(BodyId body)
    {
        var encoded = new ArrayBufferWriter<byte>();
        return MessageSections.Decode(WriteColumn(body, "SELECT sections FROM body WHERE id = ?1", encoded) ? encoded.WrittenSpan : Prepare(body).Sections.Span);
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
                    throw new StoreException($"{database.Path}: bytes of a message are missing (row {wanted.Row}). Put back a backup.");
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

    private static StoreException Missing(Database database, BodyId body) =>
        new($"{database.Path}: message body {body} is missing. Put back a backup.");

    /// <summary>False: the part was thrown away.</summary>
    private bool WriteColumn(BodyId body, string sql, IBufferWriter<byte> output) =>
        _pool.Read((Body: body, Sql: sql, Output: output), static (database, wanted) =>
        {
            var row = database[wanted.Sql].Bind(1, wanted.Body.Value);
            if (!row.Step())
                throw Missing(database, wanted.Body);
            var known = !row.IsNull(0);
            if (known)
                wanted.Output.Write(row.Blob(0));
            row.Reset();
            return known;
        });

    /// <summary>Prepared parts can be thrown away: then the message is read once more.</summary>
    private PreparedMessage Prepare(BodyId body)
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
