using System.Runtime.InteropServices;
using System.Text;

namespace Postfach.Store;

/// <summary>Puts a fuzzy question to the vocabulary of an index, word by word. Not thread-safe.</summary>
internal sealed class FuzzyIndexSearch(IndexTables tables, IReadOnlyList<IndexSegment> segments, FuzzyQuestion question, CancellationToken ct)
{
    private static readonly IndexField[] Every = Enum.GetValues<IndexField>();

    // For each word and value that came up: the places of words in a block.
    private readonly Dictionary<(int Word, byte Value), List<int>> _passing = [];

    /// <summary>For each word asked for, what each body has of it: the segments laid end to end.</summary>
    /// <param name="isExact">Whether that is all that can be said; otherwise a body that has something near to each word may be no hit.</param>
    /// <exception cref="StoreException">The index is damaged.</exception>
    public byte[][] Ask(out bool isExact)
    {
        var bodies = segments.Sum(s => s.Bodies.Length);
        var best = new byte[question.Words.Count][];
        for (var i = 0; i < best.Length; i++)
            best[i] = new byte[bodies];
        var fields = FieldsOf(out isExact);
        var before = 0;
        foreach (var segment in segments)
        {
            foreach (var field in fields)
                Ask(segment, field, best, before);
            before += segment.Bodies.Length;
        }

        for (var i = 0; i < best.Length; i++)
            question.Rarity[i] = FuzzyRelevance.Rarity(bodies, bodies - best[i].AsSpan().Count((byte)0));
        return best;
    }

    private IReadOnlyList<IndexField> FieldsOf(out bool isExact)
    {
        var own = question.Place == TextQuestion.Places.Header ? BodyWords.OwnField(question.Field) : null;
        isExact = question.Place != TextQuestion.Places.Header || own is not null;
        return own is { } field ? [field] : question.Place == TextQuestion.Places.Header ? [IndexField.Header] : [.. Every.Where(f => question.Worth(f) > 0)];
    }

    private void Ask(IndexSegment segment, IndexField field, byte[][] best, int before)
    {
        var hits = new Dictionary<(int Word, byte Value), BitSet>();
        var blocks = tables.ReadBlocks(segment.Id, field, []);
        while (blocks.Step())
        {
            ct.ThrowIfCancellationRequested();
            var words = blocks.Blob(2);
            tables.Check(words, blocks.Int64(1));
            Gather(words, field);
            if (_passing.Count == 0)
                continue;
            var lists = blocks.Blob(4);
            tables.Check(lists, blocks.Int64(3));
            foreach (var (which, places) in _passing)
            {
                ref var bodies = ref CollectionsMarshal.GetValueRefOrAddDefault(hits, which, out _);
                WordBlock.Mark(lists, places, bodies ??= new BitSet(segment.Bodies.Length));
            }

            _passing.Clear();
        }

        blocks.Reset();
        foreach (var ((word, value), bodies) in hits)
            bodies.RaiseTo(value, best[word].AsSpan(before, segment.Bodies.Length));
    }

    /// <summary>The words of a block that pass, by their places in it.</summary>
    private void Gather(ReadOnlySpan<byte> words, IndexField field)
    {
        Span<char> folded = stackalloc char[FuzzyText.MaxLength];
        var isProse = WordRule.Of(field) == WordRule.Prose;
        var place = 0;
        foreach (var part in words[1..^1].Split(WordBlock.Separator))
        {
            var word = words[1..^1][part];
            if (isProse)
            {
                Test(folded[..FuzzyText.Fold(word, folded)], field, place);
            }
            else
            {
                // A value as a whole has words in it.
                foreach (var one in new FoldedWords(Encoding.UTF8.GetString(word), folded))
                    Test(one, field, place);
            }

            place++;
        }
    }

    private void Test(ReadOnlySpan<char> folded, IndexField field, int place)
    {
        for (var i = 0; i < question.Words.Count; i++)
        {
            if (question.Words[i].Nearness(folded) is var nearness && nearness == 0)
                continue;
            if (question.Value(field, nearness) is var value && value == 0)
                continue;
            ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(_passing, (i, value), out _);
            places ??= [];

            // Several words of a value may pass.
            if (places.Count == 0 || places[^1] != place)
                places.Add(place);
        }
    }
}
