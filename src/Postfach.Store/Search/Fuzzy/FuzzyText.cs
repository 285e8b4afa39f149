using System.Text;

namespace Postfach.Store;

/// <summary>How fuzzy searches see words: without the marks on letters, and letters that are two in other spellings as these two. Any thread may call.</summary>
internal static class FuzzyText
{
    /// <summary>A longer word is compared by its beginning.</summary>
    public const int MaxLength = 40;

    /// <summary>Folds a word of a mapped text.</summary>
    /// <returns>How many characters it is then: of <paramref name="folded"/>, which has to have room for <see cref="MaxLength"/>.</returns>
    public static int Fold(ReadOnlySpan<char> word, Span<char> folded)
    {
        var length = 0;
        foreach (var c in word)
        {
            if (c < 0x80)
            {
                if (length == MaxLength)
                    return length;
                folded[length++] = c;
                continue;
            }

            if (IsMark(c))
                continue;
            foreach (var one in Spelt(c) is { } two ? two.AsSpan() : new ReadOnlySpan<char>(in c))
            {
                if (length == MaxLength)
                    return length;
                folded[length++] = one;
            }
        }

        return length;
    }

    /// <summary>The same for a word in UTF-8, as the index holds it.</summary>
    public static int Fold(ReadOnlySpan<byte> word, Span<char> folded)
    {
        Span<char> text = stackalloc char[MaxLength * 2];

        // What is behind the room would be cut anyhow, unless it is mostly marks.
        Encoding.UTF8.TryGetChars(word[..Math.Min(word.Length, text.Length)], text, out var length);
        return Fold(text[..length], folded);
    }

    // Accents, and the vowel points of Hebrew and Arabic; not the vowels of Indic scripts, which are marks as well.
    private static bool IsMark(char c) => c is (>= '\u0300' and <= '\u036F') or (>= '\u0591' and <= '\u05C7') or (>= '\u064B' and <= '\u065F') or '\u0670'
        or (>= '\u1AB0' and <= '\u1AFF') or (>= '\u1DC0' and <= '\u1DFF') or (>= '\u20D0' and <= '\u20FF') or (>= '\uFE20' and <= '\uFE2F');

    private static string? Spelt(char c) => c switch
    {
        'ß' or 'ẞ' => "SS",
        'Æ' => "AE",
        'Œ' => "OE",
        'Ø' => "O",
        'Ł' => "L",
        'Đ' or 'Ð' => "D",
        'Þ' => "TH",
        _ => null,
    };
}
