using System.Globalization;

namespace Postfach.Store;

/// <summary>
/// How a mapped text is cut into the words that are indexed. What kind a character is hangs on it alone, so a text that stands within another is cut in the
/// same places, but for its ends: its first word is the end of a word there, its last the beginning of one. Immutable.
/// </summary>
/// <remarks>
/// <para>A word longer than <see cref="MaxLength"/> is indexed in pieces of that length, which share <see cref="Overlap"/> characters: whatever of the word is
/// no longer than that stands whole in one of them.</para>
/// <para>Ideographs and kana, which are written without spaces, are indexed by pairs: their words would be sentences, and hardly one would come twice.</para>
/// </remarks>
internal sealed class WordRule
{
    /// <summary>Letters and digits, as they stand in prose.</summary>
    public static readonly WordRule Prose = new(maxLength: 40, overlap: 20, KindInProse);

    /// <summary>A value as a whole; there are few different ones, and a word of one can be looked for with the spaces in it.</summary>
    public static readonly WordRule Value = new(maxLength: 256, overlap: 128, c => c < ' ' ? Kind.Separator : Kind.Word);

    /// <summary>An address with its name as a whole.</summary>
    public static readonly WordRule Addresses = new(maxLength: 256, overlap: 128, c => c is < ' ' or ',' ? Kind.Separator : Kind.Word);

    private readonly Kind[] _kinds = new Kind[char.MaxValue + 1];

    private WordRule(int maxLength, int overlap, Func<char, Kind> kindOf)
    {
        (MaxLength, Overlap) = (maxLength, overlap);
        for (var c = 0; c <= char.MaxValue; c++)
            _kinds[c] = kindOf((char)c);
    }

    public enum Kind : byte
    {
        Separator,
        Word,
        Ideograph,
    }

    public int MaxLength { get; }

    public int Overlap { get; }

    public static WordRule Of(IndexField field) => field switch
    {
        IndexField.Body or IndexField.Header => Prose,
        IndexField.Subject => Value,
        _ => Addresses,
    };

    /// <summary>The next run of characters of one kind, from a place on; false when there is none but separators.</summary>
    public bool TryReadRun(ReadOnlySpan<char> text, ref int place, out Range run, out Kind kind)
    {
        while (place < text.Length && _kinds[text[place]] == Kind.Separator)
            place++;
        var start = place;
        kind = start < text.Length ? _kinds[text[start]] : Kind.Separator;
        while (place < text.Length && _kinds[text[place]] == kind)
            place++;
        run = start..place;
        return place > start;
    }

    /// <summary>Whether a word may go on behind a text that ends so.</summary>
    public bool IsOpen(char last) => _kinds[last] != Kind.Separator;

    public bool IsIdeograph(char c) => _kinds[c] == Kind.Ideograph;

    private static Kind KindInProse(char c)
    {
        if (char.IsAscii(c))
            return char.IsAsciiLetterOrDigit(c) ? Kind.Word : Kind.Separator;
        // Kana with their voicing marks, which mapping sets apart, and what unified ideographs there are in one unit.
        if (c is (>= '\u3041' and <= '\u30FF' and not '\u30FB') or (>= '\u3400' and <= '\u4DBF') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF'))
            return Kind.Ideograph;
        return char.GetUnicodeCategory(c) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
                or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
                or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.Surrogate => Kind.Word,
            _ => Kind.Separator,
        };
    }
}
