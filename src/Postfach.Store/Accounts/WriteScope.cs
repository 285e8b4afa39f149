using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// What a change sees while the writer runs it: the account as it is with all earlier changes of the same commit, and the means to go on from there.
/// The one door: whatever a protocol wants changed is recorded here.
/// </summary>
internal sealed class WriteScope(AccountFile file, FlagTable flags, StoreOptions options, DateTimeOffset now, ModSeq checkpoint, Func<long, MessageChunk.Rows> loadChunk)
{
    public AccountFile File => file;

    public FlagTable Flags => flags;

    public StoreOptions Options => options;

    /// <summary>The time of this commit.</summary>
    public DateTimeOffset Now => now;

    public required AccountState State { get; set; }

    /// <summary>Bytes of bodies that were laid down.</summary>
    public long BytesWritten { get; set; }

    /// <summary>A mailbox with its messages.</summary>
    public MailboxSnapshot Load(MailboxId mailbox)
    {
        var version = State.Mailboxes[mailbox];
        if (version.Snapshot is { } loaded)
            return loaded;
        var snapshot = SnapshotLoader.Load(file, version.Head, checkpoint, flags, loadChunk);
        State = State.With(version with { Snapshot = snapshot });
        return snapshot;
    }

    /// <summary>Records one row of the feed and applies it.</summary>
    /// <param name="other">The mailbox the messages came from or went to.</param>
    public ModSeq Record(MailboxId mailbox, FeedEntry entry, Actor actor, MailboxId? other = null)
    {
        var modSeq = State.Clock.Next;
        var data = new ByteWriter();
        entry.Write(data, flags);
        file.Feed.Append(modSeq, entry.Kind, mailbox, other, now.ToUnixTimeMilliseconds(), actor, entry.Uids, data.Written);
        State = State with { Clock = modSeq };
        if (State.Mailboxes.TryGetValue(mailbox, out var before))
            State = State.With(entry.ApplyTo(before, modSeq, flags));
        return modSeq;
    }

    /// <summary>A body's number that was never given before.</summary>
    public BodyId NewBody()
    {
        var body = State.NextBody;
        State = State with { NextBody = new BodyId(checked(body.Value + 1)) };
        return body;
    }

    public UidValidity NewUidValidity()
    {
        // RFC 9051 §2.3.1.1: greater than any before; the time keeps it so beyond what this file remembers.
        var next = new UidValidity(Math.Max(State.LastUidValidity.Value + 1, (uint)now.ToUnixTimeSeconds()));
        file.WriteLastUidValidity(next);
        State = State with { LastUidValidity = next };
        return next;
    }
}
