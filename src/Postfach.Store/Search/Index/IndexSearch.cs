using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Looks for words in the segments of an index. All of one search runs in one read transaction. Not thread-safe.</summary>
internal sealed class IndexSearch(IndexTables tables, CancellationToken ct)
{
    // So few bodies are looked at sooner than all words.
    private const int FewBodies = 16;

    /// <summary>Marks what the index knows of each question. What it does not know is left to be looked at.</summary>
    /// <exception cref="StoreException">The index is damaged.</exception>
    public IndexAnswers Ask(IReadOnlyList<TextQuestion> questions, IReadOnlyList<FuzzyQuestion> fuzzy)
    {
        var segments = tables.ReadSegments();
        var answers = new IndexAnswers(segments);
        foreach (var question in questions)
        {
            var (demands, isExact) = DemandsOf(question);
            var (hits, before) = (answers.Add(question, isExact), 0);
            foreach (var segment in segments)
            {
                foreach (var (field, tests) in demands)
                    hits.AddBehind(before, Find(segment, field, tests));
                before += segment.Bodies.Length;
            }
        }

        foreach (var question in fuzzy)
            answers.Add(question, new FuzzyIndexSearch(tables, segments, question, ct).Ask(out var isExact), isExact);
        return answers;
    }

    /// <summary>In which fields words have to be for a body to be a hit: one of the demands has to be met in full.</summary>
    private static (List<(IndexField Field, IReadOnlyList<WordTest> Tests)> Demands, bool IsExact) DemandsOf(TextQuestion question)
    {
        if (question.Place == TextQuestion.Places.Header)
        {
            if (BodyWords.OwnField(question.Field) is { } own && question.Text.Length > 0)
            {
                var its = new WordQuery(question.Text, WordRule.Of(own));
                return ([(own, its.Tests)], its.IsExact);
            }

            // The words of the field's name stand among those of headers.
            var name = new WordQuery(CaseMap.Map(Charset.Lenient.GetString(question.Field)), WordRule.Prose, isWhole: true);
            return ([(IndexField.Header, [.. name.Tests, .. new WordQuery(question.Text, WordRule.Prose).Tests])], false);
        }

        var query = new WordQuery(question.Text, WordRule.Prose);
        var isExact = query.IsExact || question.Text.Length == 0;
        return question.Place == TextQuestion.Places.Body
            ? ([(IndexField.Body, query.Tests)], isExact)
            : ([(IndexField.Header, query.Tests), (IndexField.Body, query.Tests)], isExact);
    }

    private BitSet Find(IndexSegment segment, IndexField field, IReadOnlyList<WordTest> tests)
    {
        BitSet? found = null;
        foreach (var test in tests)
        {
            if (found is not null && found.Count <= (test.IsNarrow ? 0 : FewBodies))
                break;
            var passing = Find(segment, field, test);
            found?.IntersectWith(passing);
            found ??= passing;
        }

        return found ?? BitSet.All(segment.Bodies.Length);
    }

    private BitSet Find(IndexSegment segment, IndexField field, WordTest test)
    {
        var (found, places, pattern) = (new BitSet(segment.Bodies.Length), new List<int>(), test.Pattern);
        var blocks = tables.ReadBlocks(segment.Id, field, test.IsNarrow ? test.Text : []);
        while (blocks.Step())
        {
            ct.ThrowIfCancellationRequested();
            if (test.IsNarrow && IsBeyond(blocks.Blob(0), test))
                break;
            var words = blocks.Blob(2);
            tables.Check(words, blocks.Int64(1));
            places.Clear();
            new WordBlock(words).Find(pattern, places);
            if (places.Count == 0)
                continue;
            var lists = blocks.Blob(4);
            tables.Check(lists, blocks.Int64(3));
            WordBlock.Mark(lists, places, found);
        }

        blocks.Reset();
        return found;
    }

    /// <summary>No word of a block that begins so, or of one behind it, can pass.</summary>
    private static bool IsBeyond(ReadOnlySpan<byte> first, WordTest test)
    {
        var start = first[..Math.Min(first.Length, test.Text.Length)];
        return start.SequenceCompareTo(test.Text) > 0;
    }
}
