using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Writes chunks and directories into an account's file. Used by the account's writer, inside its transaction.</summary>
internal sealed class ChunkTable(Database database)
{
    public long Insert(MessageChunk chunk, FlagTable flags)
    {
        var packed = new ByteWriter();
        FeedCodec.Write(packed, chunk.Records, chunk.States, flags);
        var insert = database["INSERT INTO chunk (messages) VALUES (?1) RETURNING id"].Bind(1, packed.Written);
        insert.Step();
        var id = insert.Int64(0);
        insert.Reset();
        return id;
    }

    public void Delete(long id) => database["DELETE FROM chunk WHERE id = ?1"].Bind(1, id).Run();

    public void WriteDirectory(MailboxId mailbox, ReadOnlySpan<byte> chunks) =>
        database["INSERT OR REPLACE INTO directory VALUES (?1, ?2)"].Bind(1, mailbox.Value).Bind(2, chunks).Run();

    public byte[]? ReadDirectory(MailboxId mailbox)
    {
        var row = database["SELECT chunks FROM directory WHERE mailbox = ?1"].Bind(1, mailbox.Value);
        var chunks = row.Step() ? row.Blob(0).ToArray() : null;
        row.Reset();
        return chunks;
    }
}
