using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Up to where the chunks, directories and heads in the file are written. Derived from the feed: losing it costs time, not mail.</summary>
/// <param name="ModSeq">Later rows of the feed must be replayed.</param>
/// <param name="State">The account as it was then: a mailbox that is another object now has changed since.</param>
internal sealed record AccountCheckpoint(ModSeq ModSeq, AccountState State)
{
    private int _changes;

    /// <summary>Counts changes; true once there have been enough since.</summary>
    public bool IsDue(int moreChanges, int limit) => (_changes += moreChanges) >= limit;

    /// <summary>Writes what has changed since, in a transaction of its own.</summary>
    /// <returns>The checkpoint from now on.</returns>
    public AccountCheckpoint Write(AccountFile file, AccountState now, FlagTable flags, Func<long, MessageChunk.Rows> loadChunk)
    {
        if (now.Clock == ModSeq)
            return this;
        var written = new List<MessageChunk>();
        try
        {
            using var transaction = file.Begin();
            foreach (var (mailbox, version) in now.Mailboxes)
            {
                if (State.Mailboxes.TryGetValue(mailbox, out var old) && old.Head == version.Head && ModSeq >= version.Head.HighestModSeq)
                    continue;
                var snapshot = version.Snapshot ?? SnapshotLoader.Load(file, version.Head, ModSeq, flags, loadChunk);
                WriteChunks(file, snapshot, flags, written);
                file.Mailboxes.WriteHead(version.Head);
            }

            file.WriteCheckpoint(now.Clock, now.NextBody);
            transaction.Commit();
        }
        catch (StoreException)
        {
            foreach (var chunk in written)
                chunk.StoredId = 0;
            throw;
        }

        return new AccountCheckpoint(now.Clock, now);
    }

    private static void WriteChunks(AccountFile file, MailboxSnapshot snapshot, FlagTable flags, List<MessageChunk> written)
    {
        var dropped = SnapshotLoader.ChunksOf(file.Chunks.ReadDirectory(snapshot.Mailbox));
        foreach (var chunk in snapshot.Chunks)
        {
            if (chunk.StoredId != 0)
            {
                dropped.Remove(chunk.StoredId);
                continue;
            }

            chunk.StoredId = file.Chunks.Insert(chunk, flags);
            written.Add(chunk);
        }

        foreach (var chunk in dropped)
            file.Chunks.Delete(chunk);
        file.Chunks.WriteDirectory(snapshot.Mailbox, SnapshotLoader.WriteDirectory(snapshot.Chunks));
    }
}
