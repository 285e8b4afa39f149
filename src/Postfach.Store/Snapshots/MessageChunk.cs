using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// Up to <see cref="Capacity"/> messages that follow one another in a mailbox. Immutable as its readers see it. Its summary is always at hand; its
/// rows may still lie in the file and are then read when first asked for, by whichever thread asks (a chunk is never written over before that).
/// </summary>
internal sealed class MessageChunk
{
    public const int Capacity = 1024;

    private readonly Func<long, Rows>? _load;
    private volatile Rows? _rows;

    /// <summary>A chunk in memory that is not in the file (yet).</summary>
    public MessageChunk(Rows rows, in Summary sums) => (_rows, Sums) = (rows, sums);

    /// <summary>A chunk that lies in the file.</summary>
    public MessageChunk(long storedId, in Summary sums, Func<long, Rows> load) => (StoredId, Sums, _load) = (storedId, sums, load);

    /// <summary>Parallel arrays, possibly longer than the chunk: a later chunk with more messages may share them.</summary>
    public sealed record Rows(MessageRecord[] Records, MessageState[] States);

    /// <summary>What can be known without the rows.</summary>
    public readonly record struct Summary(int Count, Uid First, Uid Last, int Unseen, int Deleted, long Bytes, ModSeq HighestModSeq);

    public Summary Sums { get; }

    public int Count => Sums.Count;

    /// <summary>The row of the file's <c>chunk</c> table that holds just this; 0 while none does. Only the account's writer uses it.</summary>
    public long StoredId { get; set; }

    public ReadOnlySpan<MessageRecord> Records => Loaded.Records.AsSpan(0, Count);

    public ReadOnlySpan<MessageState> States => Loaded.States.AsSpan(0, Count);

    /// <summary>The rows are in memory.</summary>
    public bool IsLoaded => _rows is not null;

    public Rows Loaded => _rows ??= _load!(StoredId);

    /// <summary>The place of a UID, or the complement of where it would be.</summary>
    public int IndexOf(Uid uid)
    {
        var records = Records;
        int low = 0, high = records.Length - 1;

        // UIDs mostly run without gaps: look there first.
        var guess = (long)uid.Value - Sums.First.Value;
        if (guess >= 0 && guess < records.Length && records[(int)guess].Uid == uid.Value)
            return (int)guess;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (records[middle].Uid < uid.Value)
                low = middle + 1;
            else if (records[middle].Uid > uid.Value)
                high = middle - 1;
            else
                return middle;
        }

        return ~low;
    }

    public static MessageChunk From(MessageRecord[] records, MessageState[] states, int count, FlagTable flags) =>
        new(new Rows(records, states), Summarize(records.AsSpan(0, count), states.AsSpan(0, count), flags));

    /// <summary>The chunk that <paramref name="tail"/> becomes with more rows behind: only those are looked at.</summary>
    public static MessageChunk Grown(MessageChunk? tail, Rows rows, int count, FlagTable flags)
    {
        var before = tail?.Count ?? 0;
        var added = Summarize(rows.Records.AsSpan(before, count - before), rows.States.AsSpan(before, count - before), flags);
        return new MessageChunk(rows, tail is null ? added : Sum(tail.Sums, added));
    }

    private static Summary Sum(in Summary left, in Summary right) => new(
        left.Count + right.Count,
        left.First,
        right.Last,
        left.Unseen + right.Unseen,
        left.Deleted + right.Deleted,
        left.Bytes + right.Bytes,
        left.HighestModSeq > right.HighestModSeq ? left.HighestModSeq : right.HighestModSeq);

    private static Summary Summarize(ReadOnlySpan<MessageRecord> records, ReadOnlySpan<MessageState> states, FlagTable flags)
    {
        int unseen = 0, deleted = 0;
        long bytes = 0, highest = 0;
        for (var i = 0; i < records.Length; i++)
        {
            bytes += records[i].Size;
            highest = Math.Max(highest, states[i].ModSeq);
            var system = flags[states[i].Flags].System;
            unseen += (system & MessageFlags.Seen) == 0 ? 1 : 0;
            deleted += (system & MessageFlags.Deleted) != 0 ? 1 : 0;
        }

        return new Summary(records.Length, new Uid(records[0].Uid), new Uid(records[^1].Uid), unseen, deleted, bytes, new ModSeq(highest));
    }
}
