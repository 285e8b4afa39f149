using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Writes and replays the change feed in an account's file. Used by the account's writer, inside its transaction.</summary>
internal sealed class FeedTable(Database database)
{
    public void Append(
        ModSeq modSeq, FeedKind kind, MailboxId mailbox, MailboxId? other, long atMilliseconds, Actor actor, UidSet uids, ReadOnlySpan<byte> data)
    {
        var packed = new ByteWriter();
        FeedCodec.Write(packed, uids);
        var insert = database["INSERT INTO feed (modseq, mailbox, kind, at, actor, other, uids, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"]
            .Bind(1, modSeq.Value)
            .Bind(2, mailbox.Value)
            .Bind(3, (long)kind)
            .Bind(4, atMilliseconds)
            .Bind(5, Intern(actor))
            .Bind(7, packed.Written);
        _ = other is { } known ? insert.Bind(6, known.Value) : insert.BindNull(6);
        _ = data.IsEmpty ? insert.BindNull(8) : insert.Bind(8, data);
        insert.Run();
    }

    /// <summary>Shows the rows after a mod-sequence that are about messages, in order; of one mailbox or of all.</summary>
    public void Replay(ModSeq after, MailboxId? only, FeedVisitor visit)
    {
        var rows = only is null
            ? database["SELECT modseq, mailbox, kind, uids, data FROM feed WHERE modseq > ?1 ORDER BY modseq"]
            : database["SELECT modseq, mailbox, kind, uids, data FROM feed WHERE modseq > ?1 AND mailbox = ?2 ORDER BY modseq"].Bind(2, only.Value.Value);
        rows.Bind(1, after.Value);
        while (rows.Step())
        {
            var uids = new ByteReader(rows.Blob(3));
            visit(new ModSeq(rows.Int64(0)), new MailboxId(rows.Int64(1)), (FeedKind)rows.Int64(2), FeedCodec.ReadUids(ref uids), rows.Blob(4));
        }

        rows.Reset();
    }

    public delegate void FeedVisitor(ModSeq modSeq, MailboxId mailbox, FeedKind kind, UidSet uids, ReadOnlySpan<byte> data);

    /// <summary>The first expunge after a mod-sequence that was committed before a time; null when there is none.</summary>
    public (ModSeq ModSeq, byte[] Messages)? NextTombstone(ModSeq after, long beforeMilliseconds)
    {
        var row = database["SELECT modseq, data FROM feed WHERE modseq > ?1 AND kind = ?2 AND data IS NOT NULL ORDER BY modseq LIMIT 1"]
            .Bind(1, after.Value)
            .Bind(2, (long)FeedKind.Expunge);
        (ModSeq, byte[])? tombstone = row.Step() ? (new ModSeq(row.Int64(0)), row.Blob(1).ToArray()) : null;
        row.Reset();
        if (tombstone is not { } found)
            return null;
        var at = database["SELECT at FROM feed WHERE modseq = ?1"].Bind(1, found.Item1.Value);
        var due = at.Step() && at.Int64(0) < beforeMilliseconds;
        at.Reset();
        return due ? found : null;
    }

    /// <summary>Whether a message has ever come into a mailbox. Looks at all rows where none has.</summary>
    public bool HasAppended(MailboxId mailbox)
    {
        var row = database["SELECT 1 FROM feed WHERE kind = ?1 AND mailbox = ?2 LIMIT 1"].Bind(1, (long)FeedKind.Append).Bind(2, mailbox.Value);
        var has = row.Step();
        row.Reset();
        return has;
    }

    public void ClearTombstone(ModSeq modSeq) => database["UPDATE feed SET data = NULL WHERE modseq = ?1"].Bind(1, modSeq.Value).Run();

    private long Intern(Actor actor)
    {
        // Looked up each time: a number remembered from a transaction that was rolled back would later name somebody else.
        if (FindActor(actor) is { } known)
            return known;
        database["INSERT INTO actor (user, protocol, client) VALUES (?1, ?2, ?3)"]
            .Bind(1, actor.User)
            .Bind(2, actor.Protocol)
            .Bind(3, actor.Client)
            .Run();
        return FindActor(actor)!.Value; // just inserted
    }

    private long? FindActor(Actor actor)
    {
        var row = database["SELECT id FROM actor WHERE user = ?1 AND protocol = ?2 AND client = ?3"]
            .Bind(1, actor.User)
            .Bind(2, actor.Protocol)
            .Bind(3, actor.Client);
        long? id = row.Step() ? row.Int64(0) : null;
        row.Reset();
        return id;
    }
}
