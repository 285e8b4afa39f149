using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Brings a mailbox's messages into memory: its chunks as of the checkpoint, without their rows, and the rows of the feed after it.</summary>
internal static class SnapshotLoader
{
    public static MailboxSnapshot Load(AccountFile file, SnapshotHead head, ModSeq checkpoint, FlagTable flags, Func<long, MessageChunk.Rows> loadChunk)
    {
        var empty = new SnapshotHead(head.Mailbox, head.UidValidity, new Uid(1), default, []);
        var version = new MailboxVersion(null, empty, new MailboxSnapshot(empty, ReadDirectory(file.Chunks.ReadDirectory(head.Mailbox), loadChunk), flags));
        file.Feed.Replay(checkpoint, head.Mailbox, (modSeq, _, kind, uids, data) =>
            version = FeedEntry.Read(kind, uids, data, flags).ApplyTo(version, modSeq, flags));
        return version.Snapshot!.WithHead(head); // given above; ApplyTo keeps it
    }

    public static byte[] WriteDirectory(ReadOnlySpan<MessageChunk> chunks)
    {
        var writer = new ByteWriter();
        writer.Unsigned((ulong)chunks.Length);
        foreach (var chunk in chunks)
        {
            var sums = chunk.Sums;
            writer.Unsigned((ulong)chunk.StoredId);
            writer.Unsigned((ulong)sums.Count);
            writer.Unsigned(sums.First.Value);
            writer.Unsigned(sums.Last.Value);
            writer.Unsigned((ulong)sums.Unseen);
            writer.Unsigned((ulong)sums.Deleted);
            writer.Unsigned((ulong)sums.Bytes);
            writer.Unsigned((ulong)sums.HighestModSeq.Value);
        }

        return writer.Written.ToArray();
    }

    /// <summary>The rows of the file's chunks that a directory names.</summary>
    public static HashSet<long> ChunksOf(byte[]? directory) =>
        [.. ReadDirectory(directory, _ => throw new InvalidOperationException("Only its number was asked for.")).Select(c => c.StoredId)];

    private static MessageChunk[] ReadDirectory(byte[]? directory, Func<long, MessageChunk.Rows> loadChunk)
    {
        if (directory is null)
            return [];
        var reader = new ByteReader(directory);
        var chunks = new MessageChunk[reader.Unsigned()];
        for (var i = 0; i < chunks.Length; i++)
        {
            var id = (long)reader.Unsigned();
            var sums = new MessageChunk.Summary(
                Count: (int)reader.Unsigned(),
                First: new Uid((uint)reader.Unsigned()),
                Last: new Uid((uint)reader.Unsigned()),
                Unseen: (int)reader.Unsigned(),
                Deleted: (int)reader.Unsigned(),
                Bytes: (long)reader.Unsigned(),
                HighestModSeq: new ModSeq((long)reader.Unsigned()));
            chunks[i] = new MessageChunk(id, sums, loadChunk);
        }

        return chunks;
    }
}
