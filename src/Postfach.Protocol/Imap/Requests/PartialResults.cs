namespace Postfach.Protocol.Imap.Requests;

/// <summary>Which results of a search are wanted, from 1. RFC 9394 §3.1.</summary>
/// <param name="First">As it was written; may exceed <paramref name="Last"/>.</param>
/// <param name="FromEnd">They count from the last one.</param>
public readonly record struct PartialResults(uint First, uint Last, bool FromEnd)
{
    /// <summary>Those of so many results, by their places from 0: the first, and how many.</summary>
    public (int First, int Count) Of(int count)
    {
        long low = Math.Min(First, Last), high = Math.Min(Math.Max(First, Last), count);
        if (low > high)
            return (0, 0);
        return ((int)(FromEnd ? count - high : low - 1), (int)(high - low + 1));
    }

    /// <summary><c>1:100</c> or <c>-1:-100</c>.</summary>
    public override string ToString() => FromEnd ? $"-{First}:-{Last}" : $"{First}:{Last}";

    public static bool TryRead(ref ImapReader reader, out PartialResults partial)
    {
        partial = default;
        var fromEnd = reader.Take((byte)'-');
        if (!(reader.NzNumber(out var first) && reader.Byte((byte)':', "The range of results has no end")))
            return false;

        // RFC 9394 §4: both from the beginning, or both from the end.
        if (fromEnd && !reader.Byte((byte)'-', "The range of results counts from both sides"))
            return false;
        if (!reader.NzNumber(out var last))
            return false;
        partial = new PartialResults(first, last, fromEnd);
        return true;
    }
}
