using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// What a row of the feed does to a mailbox. The writer records an entry and applies it; opening a mailbox reads entries and applies them: the same
/// code, so that what was replayed cannot differ from what was written.
/// </summary>
internal abstract record FeedEntry
{
    private FeedEntry(FeedKind kind, UidSet uids) => (Kind, Uids) = (kind, uids);

    public FeedKind Kind { get; }

    public UidSet Uids { get; }

    /// <summary>Messages came in, at the mailbox's end.</summary>
    public sealed record Append(MessageChunk.Rows Messages) : FeedEntry(FeedKind.Append, UidsOf(Messages))
    {
        public override void Write(ByteWriter data, FlagTable flags) => FeedCodec.Write(data, Messages.Records, Messages.States, flags);

        public override MailboxVersion ApplyTo(MailboxVersion before, ModSeq modSeq, FlagTable flags)
        {
            var keywords = before.Head.Keywords;
            foreach (var number in Messages.States.Select(s => s.Flags).Distinct())
                keywords = (before.Head with { Keywords = keywords }).KeywordsWith(flags[number]);
            var head = before.Head with { UidNext = Uids.Last.Next, HighestModSeq = modSeq, Keywords = keywords };
            return before with { Head = head, Snapshot = before.Snapshot?.Append(head, Messages.Records, Messages.States) };
        }

        private static UidSet UidsOf(MessageChunk.Rows messages) => UidSet.From(messages.Records.Select(r => new Uid(r.Uid)));
    }

    /// <summary>Messages got other flags; all of them count as changed.</summary>
    public sealed record Flags(UidSet Messages, FlagChange Change) : FeedEntry(FeedKind.Flags, Messages)
    {
        public override void Write(ByteWriter data, FlagTable flags) => FeedCodec.Write(data, Change);

        public override MailboxVersion ApplyTo(MailboxVersion before, ModSeq modSeq, FlagTable flags)
        {
            var keywords = Change.Operation == FlagOperation.Remove ? before.Head.Keywords : before.Head.KeywordsWith(Change.Flags);
            var head = before.Head with { HighestModSeq = modSeq, Keywords = keywords };
            return before with { Head = head, Snapshot = before.Snapshot?.Restate(head, Uids, Change) };
        }
    }

    /// <summary>Messages left. <paramref name="Removed"/> holds them as they were until their grace is over, then nothing.</summary>
    public sealed record Expunge(UidSet Messages, MessageChunk.Rows? Removed) : FeedEntry(FeedKind.Expunge, Messages)
    {
        public override void Write(ByteWriter data, FlagTable flags)
        {
            if (Removed is not null)
                FeedCodec.Write(data, Removed.Records, Removed.States, flags);
        }

        public override MailboxVersion ApplyTo(MailboxVersion before, ModSeq modSeq, FlagTable flags)
        {
            var head = before.Head with { HighestModSeq = modSeq };
            return before with { Head = head, Snapshot = before.Snapshot?.Remove(head, Uids) };
        }
    }

    /// <summary>The mailbox was made.</summary>
    public sealed record Create(MailboxName Name) : FeedEntry(FeedKind.Create, UidSet.Empty)
    {
        public override void Write(ByteWriter data, FlagTable flags) => data.Text(Name.Value);

        public override MailboxVersion ApplyTo(MailboxVersion before, ModSeq modSeq, FlagTable flags) => WithHead(before, before.Head with { HighestModSeq = modSeq });
    }

    /// <summary>The mailbox itself was renamed, deleted, subscribed or unsubscribed, under this name: nothing for its messages.</summary>
    public sealed record Named(FeedKind What, MailboxName Name) : FeedEntry(What, UidSet.Empty)
    {
        public override void Write(ByteWriter data, FlagTable flags) => data.Text(Name.Value);

        public override MailboxVersion ApplyTo(MailboxVersion before, ModSeq modSeq, FlagTable flags) => before;
    }

    /// <summary>No UID below <paramref name="Least"/> is given any more, in the mailbox or, where none is named, in any.</summary>
    public sealed record Jump(Uid Least) : FeedEntry(FeedKind.Jump, UidSet.Empty)
    {
        public override void Write(ByteWriter data, FlagTable flags) => data.Unsigned(Least.Value);

        public override MailboxVersion ApplyTo(MailboxVersion before, ModSeq modSeq, FlagTable flags) =>
            before.Head.UidNext >= Least ? before : WithHead(before, before.Head with { UidNext = Least });
    }

    /// <summary>The mailbox got another UIDVALIDITY.</summary>
    public sealed record Revalidate(UidValidity UidValidity) : FeedEntry(FeedKind.Revalidate, UidSet.Empty)
    {
        public override void Write(ByteWriter data, FlagTable flags) => data.Unsigned(UidValidity.Value);

        public override MailboxVersion ApplyTo(MailboxVersion before, ModSeq modSeq, FlagTable flags) =>
            WithHead(before, before.Head with { UidValidity = UidValidity, HighestModSeq = modSeq });
    }

    /// <summary>The mailbox got the UIDVALIDITY that it had elsewhere, before it got its first message.</summary>
    public sealed record Adopt(UidValidity UidValidity) : FeedEntry(FeedKind.Adopt, UidSet.Empty)
    {
        public override void Write(ByteWriter data, FlagTable flags) => data.Unsigned(UidValidity.Value);

        public override MailboxVersion ApplyTo(MailboxVersion before, ModSeq modSeq, FlagTable flags) =>
            WithHead(before, before.Head with { UidValidity = UidValidity, UidNext = new Uid(1), HighestModSeq = modSeq });
    }

    public abstract void Write(ByteWriter data, FlagTable flags);

    /// <summary>The mailbox after this entry.</summary>
    public abstract MailboxVersion ApplyTo(MailboxVersion before, ModSeq modSeq, FlagTable flags);

    public static FeedEntry Read(FeedKind kind, UidSet uids, ReadOnlySpan<byte> data, FlagTable flags)
    {
        var reader = new ByteReader(data);
        return kind switch
        {
            FeedKind.Append => new Append(FeedCodec.ReadMessages(ref reader, flags)),
            FeedKind.Flags => new Flags(uids, FeedCodec.ReadChange(ref reader)),
            FeedKind.Expunge => new Expunge(uids, data.IsEmpty ? null : FeedCodec.ReadMessages(ref reader, flags)),
            FeedKind.Create => new Create(MailboxName.Parse(reader.Text())),
            FeedKind.Jump => new Jump(new Uid((uint)reader.Unsigned())),
            FeedKind.Adopt => new Adopt(new UidValidity((uint)reader.Unsigned())),
            FeedKind.Revalidate => new Revalidate(new UidValidity((uint)reader.Unsigned())),
            _ => new Named(kind, MailboxName.Parse(reader.Text())),
        };
    }

    private static MailboxVersion WithHead(MailboxVersion before, SnapshotHead head) =>
        before with { Head = head, Snapshot = before.Snapshot?.WithHead(head) };
}
