namespace Postfach.Store;

/// <summary>Walks over the words of a mapped text, each folded; ideographs by pairs, as the index holds them. A word is good until the next.</summary>
internal ref struct FoldedWords(ReadOnlySpan<char> text, Span<char> room)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly Span<char> _room = room;
    private ReadOnlySpan<char> _ideographs;
    private int _place;

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly FoldedWords GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_ideographs.Length > 1)
        {
            Current = _ideographs[..2];
            _ideographs = _ideographs[1..];
            return true;
        }

        while (WordRule.Prose.TryReadRun(_text, ref _place, out var run, out var kind))
        {
            if (kind == WordRule.Kind.Ideograph)
            {
                var ideographs = _text[run];
                Current = ideographs[..Math.Min(2, ideographs.Length)];
                _ideographs = ideographs[1..];
                return true;
            }

            Current = _room[..FuzzyText.Fold(_text[run], _room)];
            if (!Current.IsEmpty)
                return true;
        }

        return false;
    }
}
