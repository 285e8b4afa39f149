using Postfach.Store;

namespace Postfach.Administration;

/// <summary>Some characters of a snippet, counted as Unicode counts them: as code points.</summary>
internal readonly record struct HitRange(int Start, int Length)
{
    public static HitRange From(string text, TextRange range)
    {
        var start = CodePoints(text.AsSpan(0, range.Start));
        return new HitRange(start, CodePoints(text.AsSpan(0, range.End)) - start);
    }

    private static int CodePoints(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }
}
