using System.Buffers;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Cuts a piece out of a text around the first of some texts that stand in it, and marks all of them there.</summary>
internal static class Excerpt
{
    /// <summary>Characters in front of the first hit; and of all.</summary>
    public const int Before = 60, MaxLength = 200;

    /// <summary>Where the first of some texts begins; -1: none stands in it.</summary>
    public static int Find(ReadOnlySpan<char> text, IReadOnlyList<SoughtText> sought)
    {
        var mapped = CaseMap.Map(text.ToString());

        // Only where there is something, it is worth knowing where.
        var hits = sought.Any(s => s.Near is null && mapped.Contains(s.Mapped, StringComparison.Ordinal)) ? Hits(text, sought) : NearHits(text, sought);
        return hits.Count == 0 ? -1 : hits.Min(h => h.Start);
    }

    /// <summary>The text around a place.</summary>
    public static MarkedText Cut(ReadOnlySpan<char> text, int place, IReadOnlyList<SoughtText> sought)
    {
        var start = Math.Max(0, place - Before);

        // It begins and ends with a word, unless there is none near.
        if (start > 0 && text[start..place].IndexOf(' ') is var space and >= 0)
            start += space + 1;
        var end = Math.Min(text.Length, start + MaxLength);
        if (end < text.Length && text[start..end].LastIndexOf(' ') is var last && start + last > place)
            end = start + last;
        return Mark(OneLine.Of(text[start..end]), sought);
    }

    /// <summary>A line as a whole, with all that stands in it marked.</summary>
    public static MarkedText Mark(string line, IReadOnlyList<SoughtText> sought)
    {
        var marks = new List<TextRange>();
        foreach (var hit in Hits(line, sought).OrderBy(h => h.Start))
        {
            if (marks.Count > 0 && hit.Start <= marks[^1].End)
                marks[^1] = new TextRange(marks[^1].Start, Math.Max(marks[^1].End, hit.End) - marks[^1].Start);
            else
                marks.Add(hit);
        }

        return new MarkedText(line, marks);
    }

    /// <summary>Where in a text others stand: mapping a character may make several of it, and so moves what is behind it.</summary>
    private static List<TextRange> Hits(ReadOnlySpan<char> text, IReadOnlyList<SoughtText> sought)
    {
        var mapped = new ArrayBufferWriter<char>(text.Length + 1);
        var sources = new List<int>(text.Length + 1);
        for (var i = 0; i < text.Length;)
        {
            var length = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) ? 2 : 1;
            CaseMap.Append(text.Slice(i, length), mapped);
            while (sources.Count < mapped.WrittenCount)
                sources.Add(i);
            i += length;
        }

        var hits = NearHits(text, sought);
        foreach (var one in sought.Where(s => s.Near is null).Select(s => s.Mapped))
        {
            for (var from = 0; mapped.WrittenSpan[from..].IndexOf(one) is var hit && hit >= 0; from += hit + one.Length)
            {
                var last = from + hit + one.Length - 1;
                var end = last + 1;
                while (end < sources.Count && sources[end] == sources[last])
                    end++;
                hits.Add(new TextRange(sources[from + hit], (end < sources.Count ? sources[end] : text.Length) - sources[from + hit]));
            }
        }

        return hits;
    }

    /// <summary>The words of a text that come near to others.</summary>
    private static List<TextRange> NearHits(ReadOnlySpan<char> text, IReadOnlyList<SoughtText> sought)
    {
        var hits = new List<TextRange>();
        if (sought.All(s => s.Near is null))
            return hits;
        Span<char> folded = stackalloc char[FuzzyText.MaxLength];
        for (var place = 0; WordRule.Prose.TryReadRun(text, ref place, out var run, out _);)
        {
            var (start, length) = run.GetOffsetAndLength(text.Length);
            foreach (var word in new FoldedWords(CaseMap.Map(text[run].ToString()), folded))
            {
                foreach (var one in sought)
                {
                    if (one.Near?.Nearness(word) > 0)
                        hits.Add(new TextRange(start, length));
                }
            }
        }

        return hits;
    }
}
