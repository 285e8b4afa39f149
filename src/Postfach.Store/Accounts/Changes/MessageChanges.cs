using Postfach.Mail;

namespace Postfach.Store;

/// <summary>What can be done to messages, each as the writer runs it: look, refuse or record.</summary>
internal static class MessageChanges
{
    public static AppendResult Append(WriteScope scope, MailboxName target, IReadOnlyList<NewMessage> messages, Actor actor)
    {
        if (scope.State.Tree.Find(target) is not { } entry)
            return new AppendResult.NoSuchMailbox();
        var head = scope.State.Mailboxes[entry.Id].Head;
        if (ExceedsKeywords(scope, head, messages.Select(m => m.Flags)))
            return new AppendResult.TooManyKeywords();
        var rows = new NewRows(scope, head, messages.Count);
        foreach (var message in messages)
        {
            rows.Add(
                message.Content.Settle(scope),
                (uint)message.Content.Length,
                (message.InternalDate ?? InternalDate.From(scope.Now)).Packed,
                scope.Flags.NumberOf(message.Flags),
                message.LeastUid);
            if (message.UniqueId is { } uniqueId)
                scope.File.UniqueIds.Insert(entry.Id, rows.Last, uniqueId);
        }

        var modSeq = scope.Record(entry.Id, rows.ToEntry(), actor);
        return new AppendResult.Appended(entry.Id, entry.UidValidity, rows.Uids, modSeq);
    }

    public static StoreFlagsResult StoreFlags(
        WriteScope scope, MailboxId mailbox, UidSet uids, FlagChange change, ModSeq? unchangedSince, Actor actor)
    {
        if (!Exists(scope, mailbox))
            return new StoreFlagsResult.NoSuchMailbox();
        var snapshot = scope.Load(mailbox);
        if (change.Operation != FlagOperation.Remove && ExceedsKeywords(scope, snapshot.Head, [change.Flags]))
            return new StoreFlagsResult.TooManyKeywords();
        var (changed, failed, missing) = snapshot.Plan(uids, change, unchangedSince);

        // RFC 7162 §3.1: what stays as it was is no change and needs no mod-sequence.
        var modSeq = changed.IsEmpty ? snapshot.HighestModSeq : scope.Record(mailbox, new FeedEntry.Flags(changed, change), actor);
        return new StoreFlagsResult.Stored(changed, failed, missing, modSeq);
    }

    public static CopyResult Copy(WriteScope scope, MailboxId source, UidSet uids, MailboxName target, Actor actor) =>
        Copy(scope, source, uids, target, actor, move: false);

    public static CopyResult Move(WriteScope scope, MailboxId source, UidSet uids, MailboxName target, Actor actor) =>
        Copy(scope, source, uids, target, actor, move: true);

    /// <summary>Expunges those of the messages that have \Deleted, or all.</summary>
    public static ExpungeResult Expunge(WriteScope scope, MailboxId mailbox, UidSet uids, bool onlyDeleted, Actor actor)
    {
        if (!Exists(scope, mailbox))
            return new ExpungeResult.NoSuchMailbox();
        var snapshot = scope.Load(mailbox);
        var leaving = new UidSet.Builder();
        snapshot.Visit(uids, (in MessageRecord record, in MessageState state) =>
        {
            if (!onlyDeleted || scope.Flags[state.Flags].Has(MessageFlags.Deleted))
                leaving.Add(new Uid(record.Uid));
        });
        var gone = leaving.ToUidSet();
        return new ExpungeResult.Expunged(gone, Remove(scope, snapshot, gone, actor, other: null));
    }

    /// <summary>Puts one message into the place of each of others, with its flags and its date.</summary>
    /// <param name="body">Says where the message's bytes lie, for each time that it is put somewhere.</param>
    public static ModSeq Replace(WriteScope scope, MailboxId mailbox, UidSet uids, Func<BodyId> body, long size, Actor actor)
    {
        var leaving = Rows(scope.Load(mailbox), uids);
        var rows = new NewRows(scope, scope.State.Mailboxes[mailbox].Head, leaving.Records.Length);
        for (var i = 0; i < leaving.Records.Length; i++)
            rows.Add(body(), (uint)size, leaving.Records[i].InternalDate, leaving.States[i].Flags);
        scope.Record(mailbox, rows.ToEntry(), actor);
        return Remove(scope, scope.Load(mailbox), uids, actor, other: null);
    }

    /// <summary>Takes messages out of a mailbox and leaves their tombstone; nothing when there are none.</summary>
    public static ModSeq Remove(WriteScope scope, MailboxSnapshot snapshot, UidSet uids, Actor actor, MailboxId? other)
    {
        if (uids.IsEmpty)
            return snapshot.HighestModSeq;
        return scope.Record(snapshot.Mailbox, new FeedEntry.Expunge(uids, Rows(snapshot, uids)), actor, other);
    }

    private static MessageChunk.Rows Rows(MailboxSnapshot snapshot, UidSet uids)
    {
        var records = new List<MessageRecord>();
        var states = new List<MessageState>();
        snapshot.Visit(uids, (in MessageRecord record, in MessageState state) =>
        {
            records.Add(record);
            states.Add(state);
        });
        return new MessageChunk.Rows([.. records], [.. states]);
    }

    /// <summary>Copies all messages there are of a set; with <paramref name="move"/> they leave the source in the same commit.</summary>
    private static CopyResult Copy(WriteScope scope, MailboxId source, UidSet uids, MailboxName target, Actor actor, bool move)
    {
        if (!Exists(scope, source))
            return new CopyResult.NoSuchMailbox();
        if (scope.State.Tree.Find(target) is not { } entry)
            return new CopyResult.NoSuchTarget();
        var from = scope.Load(source);
        var head = scope.State.Mailboxes[entry.Id].Head;
        var leaving = Rows(from, uids);
        var copied = UidSet.From(leaving.Records.Select(r => new Uid(r.Uid)));
        if (!move && copied.Count < uids.Count)
            return new CopyResult.SomeExpunged();
        if (copied.IsEmpty)
            return new CopyResult.Copied(entry.Id, entry.UidValidity, copied, copied, from.HighestModSeq);
        if (ExceedsKeywords(scope, head, leaving.States.Select(s => s.Flags).Distinct().Select(n => scope.Flags[n])))
            return new CopyResult.TooManyKeywords();
        var rows = new NewRows(scope, head, leaving.Records.Length);
        for (var i = 0; i < leaving.Records.Length; i++)
        {
            var record = leaving.Records[i];
            scope.File.Bodies.Hold(new BodyId(record.Body));
            rows.Add(new BodyId(record.Body), record.Size, record.InternalDate, leaving.States[i].Flags);
        }

        var modSeq = scope.Record(entry.Id, rows.ToEntry(), actor, other: source);
        if (move)
            modSeq = Remove(scope, scope.Load(source), copied, actor, other: entry.Id);
        return new CopyResult.Copied(entry.Id, entry.UidValidity, copied, rows.Uids, modSeq);
    }

    private static bool Exists(WriteScope scope, MailboxId mailbox) =>
        scope.State.Mailboxes.TryGetValue(mailbox, out var version) && version.Name is not null;

    /// <summary>Whether a mailbox that is there would get more keywords than one may have.</summary>
    public static bool ExceedsKeywords(WriteScope scope, MailboxName target, IEnumerable<NewMessage> messages) =>
        scope.State.Tree.Find(target) is { } entry && ExceedsKeywords(scope, scope.State.Mailboxes[entry.Id].Head, messages.Select(m => m.Flags));

    /// <summary>Flags without those keywords that a mailbox has not had yet.</summary>
    public static FlagSet WithKnownKeywords(WriteScope scope, MailboxId mailbox, FlagSet flags) =>
        FlagSet.Of(flags.System, flags.Keywords.Where(k => scope.State.Mailboxes[mailbox].Head.Keywords.Contains(k)));

    // A mailbox that has more than it may, since the limit was lowered, takes those that it has.
    private static bool ExceedsKeywords(WriteScope scope, SnapshotHead head, IEnumerable<FlagSet> sets)
    {
        var most = Math.Max(scope.Options.MaxKeywords, head.Keywords.Length);
        foreach (var flags in sets)
        {
            if (!flags.Keywords.IsEmpty)
                head = head with { Keywords = head.KeywordsWith(flags) };
        }

        return head.Keywords.Length > most;
    }

    /// <summary>The rows of messages that come into a mailbox.</summary>
    private sealed class NewRows(WriteScope scope, SnapshotHead head, int capacity)
    {
        private readonly List<MessageRecord> _records = new(capacity);
        private readonly List<MessageState> _states = new(capacity);

        private uint _next = head.UidNext.Value;

        public UidSet Uids => UidSet.From(_records.Select(r => new Uid(r.Uid)));

        /// <summary>The UID of the row that was added last.</summary>
        public Uid Last => new(_next - 1);

        public void Add(BodyId body, uint size, long internalDate, int flags, Uid? least = null)
        {
            var uid = Math.Max(_next, least?.Value ?? 0);
            _next = checked(uid + 1);
            _records.Add(new MessageRecord(uid, size, body.Value, (uint)scope.Now.ToUnixTimeSeconds(), internalDate));
            _states.Add(new MessageState(scope.State.Clock.Next.Value, flags));
        }

        public FeedEntry.Append ToEntry() => new(new MessageChunk.Rows([.. _records], [.. _states]));
    }
}
