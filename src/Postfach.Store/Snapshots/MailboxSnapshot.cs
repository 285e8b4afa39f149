using System.Collections.Immutable;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// A mailbox's messages as they were after one committed change. Immutable and safe on any thread; snapshots of a mailbox share all chunks that did
/// not change between them, so holding one costs little. A session's view is the snapshot its client has been told of.
/// </summary>
public sealed class MailboxSnapshot
{
    private readonly MessageChunk[] _chunks;

    // Messages before each chunk; one more entry than chunks, the last being Exists.
    private readonly int[] _before;

    internal MailboxSnapshot(SnapshotHead head, MessageChunk[] chunks, FlagTable flagTable)
    {
        (Head, _chunks, FlagTable) = (head, chunks, flagTable);
        _before = new int[chunks.Length + 1];
        for (var i = 0; i < chunks.Length; i++)
        {
            _before[i + 1] = _before[i] + chunks[i].Count;
            Unseen += chunks[i].Sums.Unseen;
            Deleted += chunks[i].Sums.Deleted;
            Bytes += chunks[i].Sums.Bytes;
        }
    }

    public MailboxId Mailbox => Head.Mailbox;

    public UidValidity UidValidity => Head.UidValidity;

    public Uid UidNext => Head.UidNext;

    /// <summary>The mod-sequence of the mailbox's own last change. RFC 7162 §3.1.2.1.</summary>
    public ModSeq HighestModSeq => Head.HighestModSeq;

    /// <summary>Keywords that messages have or had: each is here before a message of the snapshot has it.</summary>
    public ImmutableArray<Keyword> Keywords => Head.Keywords;

    public int Exists => _before[^1];

    public int Unseen { get; }

    public int Deleted { get; }

    /// <summary>The sum of the messages' sizes, in bytes.</summary>
    public long Bytes { get; }

    internal SnapshotHead Head { get; }

    internal FlagTable FlagTable { get; }

    internal ReadOnlySpan<MessageChunk> Chunks => _chunks;

    /// <summary>The message at a place from 1 to <see cref="Exists"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public Message this[SequenceNumber number]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfZero(number.Value, nameof(number));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(number.Value, (uint)Exists, nameof(number));
            var (chunk, index) = Locate((int)number.Value - 1);
            return MessageAt(chunk, index);
        }
    }

    public bool TryGet(Uid uid, out Message message)
    {
        message = default;
        var chunk = ChunkAtOrAfter(uid);
        if (chunk == _chunks.Length || _chunks[chunk].IndexOf(uid) is var index && index < 0)
            return false;
        message = MessageAt(chunk, index);
        return true;
    }

    /// <summary>The first message without \Seen; null when all have it. RFC 3501 §7.1, UNSEEN.</summary>
    public SequenceNumber? FirstUnseen()
    {
        for (var c = 0; c < _chunks.Length; c++)
        {
            if (_chunks[c].Sums.Unseen == 0)
                continue;
            var states = _chunks[c].States;
            for (var i = 0; i < states.Length; i++)
            {
                if (!FlagTable[states[i].Flags].Has(MessageFlags.Seen))
                    return new SequenceNumber((uint)(_before[c] + i + 1));
            }
        }

        return null;
    }

    /// <summary>The messages of a set that changed after a mod-sequence.</summary>
    public UidSet ChangedSince(UidSet uids, ModSeq since)
    {
        var changed = new UidSet.Builder();
        foreach (var chunk in _chunks)
        {
            // Most chunks of a large mailbox did not change: their rows need not be read.
            if (chunk.Sums.HighestModSeq <= since)
                continue;
            this.Visit(uids.Intersect(UidSet.Range(chunk.Sums.First, chunk.Sums.Last)), (in MessageRecord record, in MessageState state) =>
            {
                if (state.ModSeq > since.Value)
                    changed.Add(new Uid(record.Uid));
            });
        }

        return changed.ToUidSet();
    }

    /// <summary>All UIDs the mailbox ever gave whose messages are not here.</summary>
    public UidSet AbsentUids() => UidNext.Value <= 1 ? UidSet.Empty : UidSet.Range(new Uid(1), new Uid(UidNext.Value - 1)).Except(Uids());

    /// <summary>All messages, in order.</summary>
    public IEnumerable<Message> Messages() => Slice(1, Exists);

    /// <summary>The messages of a set that are here, in order.</summary>
    public IEnumerable<Message> Messages(UidSet uids)
    {
        for (var r = 0; r < uids.Ranges.Length; r++)
        {
            var (first, last) = PlacesOf(uids.Ranges[r]);
            foreach (var message in Slice(first, last))
                yield return message;
        }
    }

    /// <summary>The same, for many: some at a time.</summary>
    public MessageCursor Walk(UidSet uids) => new(this, uids);

    /// <summary>
    /// The UIDs at the sequence numbers a client named; null when one of them is beyond the mailbox's end (RFC 9051 §9, seq-number: a server
    /// answers BAD) or the mailbox is empty.
    /// </summary>
    public UidSet? Resolve(SequenceSet numbers)
    {
        var places = new List<(uint First, uint Last)>();
        foreach (var (first, last) in numbers.Resolve((uint)Exists))
        {
            if (first == 0 || last > Exists)
                return null;
            places.Add((first, last));
        }

        var ranges = new List<UidRange>();
        foreach (var (first, last) in Merged(places))
            AddRuns(ranges, (int)first, (int)last);
        return UidSet.FromRanges(ranges);
    }

    /// <summary>The same, but for a search: numbers beyond the end match nothing, and are no error.</summary>
    public UidSet ResolvePresent(SequenceSet numbers)
    {
        var present = numbers.Resolve((uint)Exists).Where(r => r.Last > 0 && r.First <= Exists)
            .Select(r => new SequenceSet.Range(Math.Max(r.First, 1), Math.Min(r.Last, (uint)Exists))).ToImmutableArray();
        return present.IsEmpty ? UidSet.Empty : Resolve(new SequenceSet(present)) ?? UidSet.Empty;
    }

    /// <summary>The UIDs among those a client named that are here. RFC 9051 §6.4.9: a UID that does not exist is left out without an error.</summary>
    public UidSet ResolveUids(SequenceSet uids)
    {
        if (Exists == 0)
            return UidSet.Empty;
        var ranges = new List<UidRange>();
        foreach (var (first, last) in Merged(uids.Resolve(LastUid.Value)))
        {
            var places = PlacesOf(new UidRange(new Uid(first), new Uid(last)));
            AddRuns(ranges, places.First, places.Last);
        }

        return UidSet.FromRanges(ranges);
    }

    /// <summary>How many messages of a set are here.</summary>
    public int CountOf(UidSet uids)
    {
        var count = 0;
        foreach (var range in uids.Ranges)
        {
            var (first, last) = PlacesOf(range);
            count += Math.Max(0, last - first + 1);
        }

        return count;
    }

    /// <summary>The sequence numbers of messages that are here.</summary>
    public SequenceSet NumbersOf(UidSet uids)
    {
        var numbers = ImmutableArray.CreateBuilder<SequenceSet.Range>();
        foreach (var message in Messages(uids))
        {
            var number = message.Number.Value;
            if (numbers.Count > 0 && numbers[^1].Last + 1 == number)
                numbers[^1] = numbers[^1] with { Last = number };
            else
                numbers.Add(new SequenceSet.Range(number, number));
        }

        return new SequenceSet(numbers.ToImmutable());
    }

    /// <summary>All UIDs.</summary>
    public UidSet Uids()
    {
        var ranges = new List<UidRange>();
        AddRuns(ranges, 1, Exists);
        return UidSet.FromRanges(ranges);
    }

    /// <summary>The UIDs from one on.</summary>
    public UidSet UidsFrom(Uid first)
    {
        var ranges = new List<UidRange>();
        AddRuns(ranges, PlaceAtOrAfter(first), Exists);
        return UidSet.FromRanges(ranges);
    }

    /// <summary>
    /// This snapshot and, besides, the messages of <paramref name="told"/> that it lacks: the view of a client that may not be told of their expunge yet
    /// (RFC 9051 §7.5.1). The snapshot itself where there are none.
    /// </summary>
    public MailboxSnapshot KeepingExpunged(MailboxSnapshot told) => SnapshotEdit.KeepExpunged(this, told);

    /// <summary>This snapshot with other flags on some of its messages: what one session sees alone.</summary>
    public MailboxSnapshot Restating(UidSet uids, FlagChange change) => this.Restate(Head, uids, change);

    internal Uid LastUid => _chunks.Length == 0 ? default : _chunks[^1].Sums.Last;

    internal int Before(int chunk) => _before[chunk];

    /// <summary>The chunk that holds a UID, or would; their number when all are below it.</summary>
    internal int ChunkAtOrAfter(Uid uid)
    {
        int low = 0, high = _chunks.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_chunks[middle].Sums.Last < uid)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    internal Message MessageAt(int chunk, int index)
    {
        ref readonly var record = ref _chunks[chunk].Records[index];
        ref readonly var state = ref _chunks[chunk].States[index];
        return new Message(
            new SequenceNumber((uint)(_before[chunk] + index + 1)),
            new Uid(record.Uid),
            record.Size,
            InternalDate.FromPacked(record.InternalDate),
            FlagTable[state.Flags],
            new ModSeq(state.ModSeq),
            new BodyId(record.Body),
            DateTimeOffset.FromUnixTimeSeconds(record.SaveDate));
    }

    private static IEnumerable<(uint First, uint Last)> Merged(IEnumerable<(uint First, uint Last)> ranges)
    {
        // Overlapping items must not be walked twice: 1:*,1:*,1:*... would be a cheap attack.
        (uint First, uint Last)? current = null;
        foreach (var range in ranges.OrderBy(r => r.First))
        {
            if (current is { } open && range.First <= open.Last)
            {
                current = (open.First, Math.Max(open.Last, range.Last));
                continue;
            }

            if (current is { } done)
                yield return done;
            current = range;
        }

        if (current is { } last)
            yield return last;
    }

    private IEnumerable<Message> Slice(int first, int last)
    {
        if (first > last)
            yield break;
        var (chunk, index) = Locate(first - 1);
        for (var left = last - first + 1; left > 0; left--)
        {
            if (index == _chunks[chunk].Count)
                (chunk, index) = (chunk + 1, 0);
            yield return MessageAt(chunk, index++);
        }
    }

    /// <summary>The places, from 1, of the messages whose UIDs are in a range; the second is below the first when there are none.</summary>
    internal (int First, int Last) PlacesOf(UidRange range) => (PlaceAtOrAfter(range.First), range.Last == Uid.Max ? Exists : PlaceAtOrAfter(range.Last.Next) - 1);

    private int PlaceAtOrAfter(Uid uid)
    {
        var chunk = ChunkAtOrAfter(uid);
        if (chunk == _chunks.Length)
            return Exists + 1;
        var index = uid <= _chunks[chunk].Sums.First ? 0 : _chunks[chunk].IndexOf(uid);
        return _before[chunk] + (index < 0 ? ~index : index) + 1;
    }

    internal (int Chunk, int Index) Locate(int place)
    {
        int low = 0, high = _chunks.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_before[middle] <= place)
                low = middle;
            else
                high = middle - 1;
        }

        return (low, place - _before[low]);
    }

    private void AddRuns(List<UidRange> ranges, int first, int last)
    {
        if (first > last)
            return;
        var (chunk, index) = Locate(first - 1);
        var left = last - first + 1;
        while (left > 0)
        {
            var sums = _chunks[chunk].Sums;
            var take = Math.Min(left, sums.Count - index);
            if (sums.Last.Value - sums.First.Value == sums.Count - 1)
            {
                // No gaps: one range, and the rows need not be read.
                ranges.Add(new UidRange(new Uid(sums.First.Value + (uint)index), new Uid(sums.First.Value + (uint)(index + take - 1))));
            }
            else
            {
                foreach (ref readonly var record in _chunks[chunk].Records.Slice(index, take))
                    Extend(ranges, new Uid(record.Uid));
            }

            (chunk, index, left) = (chunk + 1, 0, left - take);
        }
    }

    private static void Extend(List<UidRange> ranges, Uid uid)
    {
        if (ranges.Count > 0 && ranges[^1].Last.Value + 1 == uid.Value)
            ranges[^1] = ranges[^1] with { Last = uid };
        else
            ranges.Add(new UidRange(uid, uid));
    }
}
