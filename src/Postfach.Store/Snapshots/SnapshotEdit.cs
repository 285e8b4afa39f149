using System.Runtime.InteropServices;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// Makes the next snapshot out of one: shares every chunk that the change does not touch. Appending and changing are for the account's one writer,
/// since the last chunk's arrays grow in place beyond what older snapshots see of them.
/// </summary>
internal static class SnapshotEdit
{
    private const int FirstCapacity = 16;

    public static MailboxSnapshot Append(
        this MailboxSnapshot snapshot, SnapshotHead head, ReadOnlySpan<MessageRecord> records, ReadOnlySpan<MessageState> states)
    {
        var chunks = new List<MessageChunk>(snapshot.Chunks.Length + (records.Length / MessageChunk.Capacity) + 1);
        chunks.AddRange(snapshot.Chunks);
        while (records.Length > 0)
        {
            var tail = chunks.Count > 0 && chunks[^1].Count < MessageChunk.Capacity ? chunks[^1] : null;
            var room = MessageChunk.Capacity - (tail?.Count ?? 0);
            var take = Math.Min(room, records.Length);
            var grown = Grow(tail, records[..take], states[..take], snapshot.FlagTable);
            if (tail is null)
                chunks.Add(grown);
            else
                chunks[^1] = grown;
            records = records[take..];
            states = states[take..];
        }

        return new MailboxSnapshot(head, [.. chunks], snapshot.FlagTable);
    }

    public static MailboxSnapshot WithHead(this MailboxSnapshot snapshot, SnapshotHead head) =>
        new(head, snapshot.Chunks.ToArray(), snapshot.FlagTable);

    /// <summary>Which of the messages a change of flags alters, which are too new for it, which are not there.</summary>
    public static (UidSet Changed, UidSet Failed, UidSet Missing) Plan(
        this MailboxSnapshot snapshot, UidSet uids, FlagChange change, ModSeq? unchangedSince)
    {
        var changed = new UidSet.Builder();
        var failed = new UidSet.Builder();
        var found = new UidSet.Builder();
        var numbers = new FlagNumbers(snapshot.FlagTable, change);
        snapshot.Visit(uids, (in MessageRecord record, in MessageState state) =>
        {
            var uid = new Uid(record.Uid);
            found.Add(uid);
            if (unchangedSince is { } limit && state.ModSeq > limit.Value)
                failed.Add(uid);
            else if (numbers.After(state.Flags) != state.Flags)
                changed.Add(uid);
        });
        return (changed.ToUidSet(), failed.ToUidSet(), uids.Except(found.ToUidSet()));
    }

    /// <summary>Changes the flags of the messages of a set and gives them the mod-sequence, whether their flags then differ or not.</summary>
    public static MailboxSnapshot Restate(this MailboxSnapshot snapshot, SnapshotHead head, UidSet uids, FlagChange change)
    {
        var numbers = new FlagNumbers(snapshot.FlagTable, change);
        return snapshot.Rewrite(head, uids, (chunk, inSet) =>
        {
            var states = chunk.Loaded.States.ToArray();
            var records = chunk.Records;
            for (var i = 0; i < records.Length; i++)
            {
                if (inSet.Contains(records[i].Uid))
                    states[i] = new MessageState(head.HighestModSeq.Value, numbers.After(states[i].Flags));
            }

            return MessageChunk.From(chunk.Loaded.Records, states, chunk.Count, snapshot.FlagTable);
        });
    }

    public static MailboxSnapshot Remove(this MailboxSnapshot snapshot, SnapshotHead head, UidSet uids) =>
        snapshot.Rewrite(head, uids, (chunk, inSet) =>
        {
            var records = new List<MessageRecord>(chunk.Count);
            var states = new List<MessageState>(chunk.Count);
            for (var i = 0; i < chunk.Count; i++)
            {
                if (inSet.Contains(chunk.Records[i].Uid))
                    continue;
                records.Add(chunk.Records[i]);
                states.Add(chunk.States[i]);
            }

            return records.Count == 0 ? null : MessageChunk.From([.. records], [.. states], records.Count, snapshot.FlagTable);
        });

    /// <inheritdoc cref="MailboxSnapshot.KeepingExpunged"/>
    public static MailboxSnapshot KeepExpunged(MailboxSnapshot current, MailboxSnapshot told)
    {
        var vanished = SnapshotDifference.Between(told, current).VanishedUids;
        if (vanished.IsEmpty)
            return current;
        var rows = new Rows();
        var chunks = new List<MessageChunk>();
        var kept = new Queue<(MessageRecord Record, MessageState State)>();
        told.Visit(vanished, (in MessageRecord record, in MessageState state) => kept.Enqueue((record, state)));
        foreach (var chunk in current.Chunks)
        {
            if (kept.Count == 0 || kept.Peek().Record.Uid > chunk.Sums.Last.Value)
            {
                chunks.Add(chunk);
                continue;
            }

            for (var i = 0; i < chunk.Count; i++)
            {
                while (kept.Count > 0 && kept.Peek().Record.Uid < chunk.Records[i].Uid)
                    rows.Add(kept.Dequeue());
                rows.Add((chunk.Records[i], chunk.States[i]));
            }

            rows.Flush(chunks, current.FlagTable);
        }

        while (kept.Count > 0)
            rows.Add(kept.Dequeue());
        rows.Flush(chunks, current.FlagTable);
        return new MailboxSnapshot(current.Head, [.. chunks], current.FlagTable);
    }

    public delegate void Visitor(in MessageRecord record, in MessageState state);

    /// <summary>Shows the messages of a set that are here, in order.</summary>
    public static void Visit(this MailboxSnapshot snapshot, UidSet uids, Visitor visit)
    {
        foreach (var range in uids.Ranges)
        {
            for (var c = snapshot.ChunkAtOrAfter(range.First); c < snapshot.Chunks.Length && snapshot.Chunks[c].Sums.First <= range.Last; c++)
            {
                var chunk = snapshot.Chunks[c];
                var records = chunk.Records;
                var states = chunk.States;
                var start = chunk.IndexOf(range.First);
                for (var i = start < 0 ? ~start : start; i < records.Length && records[i].Uid <= range.Last.Value; i++)
                    visit(in records[i], in states[i]);
            }
        }
    }

    private static MessageChunk Grow(MessageChunk? tail, ReadOnlySpan<MessageRecord> records, ReadOnlySpan<MessageState> states, FlagTable flags)
    {
        var before = tail?.Count ?? 0;
        var count = before + records.Length;
        var all = WithRoom(tail?.Loaded.Records ?? [], before, count);
        var allStates = WithRoom(tail?.Loaded.States ?? [], before, count);
        records.CopyTo(all.AsSpan(before));
        states.CopyTo(allStates.AsSpan(before));
        return MessageChunk.Grown(tail, new MessageChunk.Rows(all, allStates), count, flags);
    }

    private static T[] WithRoom<T>(T[] array, int used, int needed)
    {
        if (array.Length >= needed)
            return array;
        var larger = new T[Math.Min(MessageChunk.Capacity, Math.Max(FirstCapacity, Math.Max(needed, array.Length * 2)))];
        array.AsSpan(0, used).CopyTo(larger);
        return larger;
    }

    /// <summary>Puts what <paramref name="change"/> makes of each touched chunk in its place; null leaves it out.</summary>
    private static MailboxSnapshot Rewrite(
        this MailboxSnapshot snapshot, SnapshotHead head, UidSet uids, Func<MessageChunk, RangeCursor, MessageChunk?> change)
    {
        var chunks = new List<MessageChunk>(snapshot.Chunks.Length);
        var ranges = new RangeCursor(uids);
        foreach (var chunk in snapshot.Chunks)
        {
            var next = ranges.Touches(chunk.Sums.First.Value, chunk.Sums.Last.Value) ? change(chunk, ranges) : chunk;
            if (next is not null)
                chunks.Add(next);
        }

        return new MailboxSnapshot(head, Merged(chunks, snapshot.FlagTable), snapshot.FlagTable);
    }

    /// <summary>Joins neighbours that have become small, so that a mailbox that was emptied bit by bit is not all chunks of one message.</summary>
    private static MessageChunk[] Merged(List<MessageChunk> chunks, FlagTable flags)
    {
        const int Small = MessageChunk.Capacity / 4;
        var merged = new List<MessageChunk>(chunks.Count);
        foreach (var chunk in chunks)
        {
            if (merged.Count > 0 && merged[^1].Count < Small && chunk.Count < Small)
            {
                var left = merged[^1];
                merged[^1] = MessageChunk.From(
                    [.. left.Records, .. chunk.Records], [.. left.States, .. chunk.States], left.Count + chunk.Count, flags);
            }
            else
            {
                merged.Add(chunk);
            }
        }

        return [.. merged];
    }

    /// <summary>Answers for ascending UIDs whether a set has them, in one walk over the set.</summary>
    private sealed class RangeCursor(UidSet uids)
    {
        private int _at;

        public bool Contains(uint uid)
        {
            while (_at < uids.Ranges.Length && uids.Ranges[_at].Last.Value < uid)
                _at++;
            return _at < uids.Ranges.Length && uids.Ranges[_at].First.Value <= uid;
        }

        public bool Touches(uint first, uint last)
        {
            while (_at < uids.Ranges.Length && uids.Ranges[_at].Last.Value < first)
                _at++;
            return _at < uids.Ranges.Length && uids.Ranges[_at].First.Value <= last;
        }
    }

    /// <summary>Remembers what a change makes of each distinct flag set: there are few, also where there are many messages.</summary>
    private sealed class FlagNumbers(FlagTable table, FlagChange change)
    {
        private readonly Dictionary<int, int> _after = [];
        private int _lastBefore = -1, _lastAfter;

        public int After(int before)
        {
            if (before != _lastBefore)
                (_lastBefore, _lastAfter) = (before, Find(before));
            return _lastAfter;
        }

        private int Find(int before)
        {
            ref var after = ref CollectionsMarshal.GetValueRefOrAddDefault(_after, before, out var known);
            if (!known)
                after = table.NumberOf(change.ApplyTo(table[before]));
            return after;
        }
    }

    /// <summary>Collects rows into chunks of the usual size.</summary>
    private sealed class Rows
    {
        private readonly List<MessageRecord> _records = [];
        private readonly List<MessageState> _states = [];

        public void Add((MessageRecord Record, MessageState State) row)
        {
            _records.Add(row.Record);
            _states.Add(row.State);
        }

        public void Flush(List<MessageChunk> chunks, FlagTable flags)
        {
            for (var start = 0; start < _records.Count; start += MessageChunk.Capacity)
            {
                var count = Math.Min(MessageChunk.Capacity, _records.Count - start);
                chunks.Add(MessageChunk.From([.. _records.GetRange(start, count)], [.. _states.GetRange(start, count)], count, flags));
            }

            _records.Clear();
            _states.Clear();
        }
    }
}
