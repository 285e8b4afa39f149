using System.Runtime.InteropServices;

namespace Postfach.Store;

/// <summary>Makes one segment out of several, without the bodies that have gone.</summary>
/// <param name="isThere">Of bodies, by their numbers.</param>
internal sealed class SegmentMerger(IndexFile file, IReadOnlyList<IndexSegment> segments, Func<uint[], bool[]> isThere)
{
    // Words between two commits, which keep the log short.
    private const int WordsAtOnce = 50_000;

    private readonly List<uint> _bodies = [];
    private readonly List<int[]> _moved = [];

    public async Task RunAsync(Throttle throttle, CancellationToken ct)
    {
        foreach (var segment in segments)
            Place(segment);
        var tables = file.Tables;
        var writer = new BlockWriter(tables, tables.NewSegment(), _bodies.Count);
        foreach (var field in Enum.GetValues<IndexField>())
        {
            writer.Begin(field);
            using var words = Merged(field).GetEnumerator();
            while (Write(writer, words))
                await throttle.RestAsync(ct);
        }

        using var transaction = file.Begin();
        writer.End();
        if (_bodies.Count > 0)
            tables.InsertSegment(new IndexSegment(writer.Segment, writer.Bytes, [.. _bodies]));
        foreach (var segment in segments)
            tables.DeleteSegment(segment.Id);
        transaction.Commit();
    }

    /// <returns>Whether there may be more words.</returns>
    private bool Write(BlockWriter writer, IEnumerator<(byte[] Word, List<int> Places)> words)
    {
        using var transaction = file.Begin();
        var written = 0;
        while (written < WordsAtOnce && words.MoveNext())
        {
            writer.Add(words.Current.Word, CollectionsMarshal.AsSpan(words.Current.Places));
            written++;
        }

        transaction.Commit();
        return written == WordsAtOnce;
    }

    /// <summary>Where the bodies of a segment stand in the new one; -1: nowhere.</summary>
    private void Place(IndexSegment segment)
    {
        var there = isThere(segment.Bodies);
        var moved = new int[there.Length];
        for (var i = 0; i < moved.Length; i++)
        {
            moved[i] = there[i] ? _bodies.Count : -1;
            if (there[i])
                _bodies.Add(segment.Bodies[i]);
        }

        _moved.Add(moved);
    }

    private IEnumerable<(byte[] Word, List<int> Places)> Merged(IndexField field)
    {
        var cursors = new WordCursor[segments.Count];
        var order = new PriorityQueue<int, (byte[] Word, int Segment)>(Comparer<(byte[] Word, int Segment)>.Create(Compare));
        for (var i = 0; i < cursors.Length; i++)
        {
            cursors[i] = new WordCursor(file.Tables, segments[i], field);
            if (cursors[i].MoveNext())
                order.Enqueue(i, (cursors[i].Word, i));
        }

        var (places, moved) = (new List<int>(), new List<int>());
        while (order.TryPeek(out _, out var least))
        {
            moved.Clear();
            while (order.TryPeek(out var segment, out var next) && next.Word.AsSpan().SequenceEqual(least.Word))
            {
                order.Dequeue();
                places.Clear();
                cursors[segment].ReadPlaces(places);
                Move(places, _moved[segment], moved);
                if (cursors[segment].MoveNext())
                    order.Enqueue(segment, (cursors[segment].Word, segment));
            }

            InOrder(moved);
            if (moved.Count > 0)
                yield return (least.Word, moved);
        }
    }

    private static void Move(List<int> places, int[] to, List<int> moved)
    {
        foreach (var place in places)
        {
            if (to[place] >= 0)
                moved.Add(to[place]);
        }
    }

    /// <summary>Mostly they are; half a character that was cut makes one word of two.</summary>
    private static void InOrder(List<int> places)
    {
        for (var i = 1; i < places.Count; i++)
        {
            if (places[i] > places[i - 1])
                continue;
            List<int> ordered = [.. places.Order().Distinct()];
            places.Clear();
            places.AddRange(ordered);
            return;
        }
    }

    // Of the same word the older segment comes first: so its places are in order.
    private static int Compare((byte[] Word, int Segment) left, (byte[] Word, int Segment) right) =>
        left.Word.AsSpan().SequenceCompareTo(right.Word) is var order && order != 0 ? order : left.Segment.CompareTo(right.Segment);
}
