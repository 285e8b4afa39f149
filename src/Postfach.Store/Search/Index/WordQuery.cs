using System.Text;

namespace Postfach.Store;

/// <summary>
/// What the words of a body have to be like where a text stands in it. Each body that has the text passes; whether each that passes has it is
/// <see cref="IsExact"/>.
/// </summary>
internal sealed class WordQuery
{
    // Each costs a look into the index; a few words leave few bodies, or no number of them does.
    private const int MaxTests = 8;

    private readonly List<WordTest> _tests = [];
    private readonly WordRule _rule;
    private readonly bool _isWhole;

    /// <param name="text">Mapped.</param>
    /// <param name="isWhole">The text does not stand in a longer word: neither its first nor its last.</param>
    public WordQuery(string text, WordRule rule, bool isWhole = false)
    {
        (_rule, _isWhole) = (rule, isWhole);

        // Half a character is in no word, since words are kept in UTF-8.
        if (HasHalves(text))
            return;
        for (var place = 0; rule.TryReadRun(text, ref place, out var run, out var kind);)
        {
            var (start, length) = run.GetOffsetAndLength(text.Length);
            var tellsAll = kind == WordRule.Kind.Word ? AddWord(text, start, length) : AddIdeographs(text, start, length);
            IsExact = tellsAll && length == text.Length && !text.Any(MayStandForOthers);
        }

        // Narrow ones come first: what they leave need not be looked for among all words. Long ones leave the least.
        _tests = [.. _tests.OrderBy(t => t.IsNarrow ? 0 : 1).ThenByDescending(t => t.Text.Length).Take(MaxTests)];
    }

    public IReadOnlyList<WordTest> Tests => _tests;

    /// <summary>The text is one word or within one: a body that passes has it.</summary>
    public bool IsExact { get; }

    /// <returns>Whether the test alone tells that the text is there, if there is no more to the text.</returns>
    private bool AddWord(string text, int start, int length)
    {
        var begins = _isWhole || start > 0;
        var ends = _isWhole || start + length < text.Length;
        var word = text.AsSpan(start, length);
        if (begins && length > _rule.MaxLength)
        {
            // Its first piece is of just that length.
            Add(WordTest.Places.Whole, word[.._rule.MaxLength]);
            return false;
        }

        if (begins)
        {
            Add(ends ? WordTest.Places.Whole : WordTest.Places.Start, word);
            return false;
        }

        // Only so much is sure to stand in one piece.
        var isShort = length <= _rule.Overlap;
        if (!isShort)
            word = ends ? word[After(word, length - _rule.Overlap)..] : word[..Before(word, _rule.Overlap)];
        Add(ends ? WordTest.Places.End : WordTest.Places.Within, word);
        return isShort && !ends;
    }

    // A pair of surrogates is not cut.
    private static int After(ReadOnlySpan<char> word, int place) => char.IsLowSurrogate(word[place]) ? place + 1 : place;

    private static int Before(ReadOnlySpan<char> word, int place) => char.IsLowSurrogate(word[place]) ? place - 1 : place;

    private bool AddIdeographs(string text, int start, int length)
    {
        if (length == 1)
        {
            Add(WordTest.Places.Within, text.AsSpan(start, 1));
            return true;
        }

        for (var i = 0; i < length - 1; i++)
            Add(WordTest.Places.Whole, text.AsSpan(start + i, 2));
        return length == 2;
    }

    private void Add(WordTest.Places place, ReadOnlySpan<char> text)
    {
        var test = new WordTest(place, Encoding.UTF8.GetBytes(text.ToArray()));
        if (!_tests.Any(t => t.Place == place && t.Text.AsSpan().SequenceEqual(test.Text)))
            _tests.Add(test);
    }

    private static bool HasHalves(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return true;
        }

        return false;
    }

    // What a cut left of a character is kept as the replacement character.
    private static bool MayStandForOthers(char c) => char.IsSurrogate(c) || c == '\uFFFD';
}
