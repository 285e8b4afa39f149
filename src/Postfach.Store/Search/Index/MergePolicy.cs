namespace Postfach.Store;

/// <summary>
/// Which segments are to be made one: each look for a word costs as much as there are segments, and each merge as much as is in them. So small ones are merged
/// often, and great ones never.
/// </summary>
internal static class MergePolicy
{
    private const int TooMany = 6;

    private const long SmallBytes = 64 << 10;

    private const long MaxBytes = 64L << 20;

    /// <summary>Segments of about the same size of which there are too many; none: it is well as it is.</summary>
    public static IReadOnlyList<IndexSegment> Choose(IReadOnlyList<IndexSegment> segments)
    {
        foreach (var alike in segments.Where(s => s.Bytes <= MaxBytes / 2).GroupBy(SizeClass).OrderBy(g => g.Key))
        {
            var chosen = new List<IndexSegment>();
            long bytes = 0;
            foreach (var segment in alike)
            {
                if ((bytes += segment.Bytes) <= MaxBytes)
                    chosen.Add(segment);
            }

            if (alike.Count() >= TooMany && chosen.Count > 1)
                return chosen;
        }

        return [];
    }

    /// <summary>So many bodies of a segment have gone that it is to be written anew.</summary>
    public static bool IsHollow(int bodies, int gone) => gone > 0 && gone >= bodies / 8;

    private static int SizeClass(IndexSegment segment)
    {
        var size = 0;
        for (var bytes = segment.Bytes; bytes > SmallBytes; bytes /= 4)
            size++;
        return size;
    }
}
