namespace Postfach.Store;

/// <summary>A word that a fuzzy search asks for: which words pass for it, and how near they come. Immutable. RFC 6203 §3 leaves that to the server.</summary>
internal sealed class FuzzyWord
{
    /// <summary>How near a word comes, of 100.</summary>
    public const byte Same = 100, Longer = 80, SameStem = 60, Misspelt = 50;

    // Shorter words are one letter apart from too many others; and in front of an ending there has to be something left.
    private const int MisspeltFrom = 5, StemFrom = 4, LongestEnding = 4;

    // Endings of the languages around us that a word may have or not, the longest first. No grammar: what they make too much stands at the end of the list.
    private static readonly string[] Endings = ["INGS", "IERT", "UNGEN", "ING", "IES", "UNG", "ERN", "EST", "ED", "EN", "ER", "EM", "ES", "LY", "E", "N", "S", "T", "Y"];

    private readonly string _text;
    private readonly string? _stem;
    private readonly bool _mayBeMisspelt;

    /// <param name="text">Folded.</param>
    public FuzzyWord(string text)
    {
        _text = text;
        _mayBeMisspelt = text.Length >= MisspeltFrom && text.All(char.IsLetter);
        _stem = text.All(char.IsLetter) && Array.Find(Endings, e => text.Length - e.Length >= StemFrom && text.EndsWith(e, StringComparison.Ordinal)) is { } ending
            ? text[..^ending.Length]
            : null;
    }

    public string Text => _text;

    /// <summary>How near a folded word comes; 0: not at all.</summary>
    public byte Nearness(ReadOnlySpan<char> word)
    {
        if (word.StartsWith(_text))
            return word.Length == _text.Length ? Same : Longer;

        // The last of several ideographs begins no pair.
        if (_text.Length == 1 && WordRule.Prose.IsIdeograph(_text[0]) && word.EndsWith(_text))
            return Longer;
        if (_stem is not null && word.StartsWith(_stem) && word.Length - _stem.Length <= LongestEnding)
            return SameStem;
        return _mayBeMisspelt && IsOneApart(word) ? Misspelt : (byte)0;
    }

    /// <summary>One letter is another, too many or missing, or two that follow one another are exchanged.</summary>
    private bool IsOneApart(ReadOnlySpan<char> word)
    {
        if (Math.Abs(word.Length - _text.Length) > 1)
            return false;
        var asked = _text.AsSpan();
        var before = word.CommonPrefixLength(asked);
        word = word[before..];
        asked = asked[before..];
        while (!word.IsEmpty && !asked.IsEmpty && word[^1] == asked[^1])
        {
            word = word[..^1];
            asked = asked[..^1];
        }

        return word.Length + asked.Length == 1
            || (word.Length == 1 && asked.Length == 1)
            || (word.Length == 2 && asked.Length == 2 && word[0] == asked[1] && word[1] == asked[0]);
    }
}
