using System.Buffers;
using System.Globalization;
using System.Text;

namespace Postfach.Mail;

/// <summary>
/// The collation <c>i;unicode-casemap</c>: characters without regard to case, compatibility forms as what they stand for. A text contains another when
/// its mapped form does. Any thread may call. RFC 5051 §2.
/// </summary>
// Deviation: RFC 5051 §2 maps to title case before it decomposes; here it is upper case before and after, as .NET knows it. So all that is
// equal there is equal here; beyond that, digraphs such as U+01C6 and ligatures such as U+FB01 equal their letters written apart in any case.
public static class CaseMap
{
    private const int OneByOne = 256;

    private static readonly char[] Single = new char[char.MaxValue + 1];
    private static readonly Dictionary<char, string> Several = [];

    static CaseMap()
    {
        for (var c = 0; c <= char.MaxValue; c++)
        {
            // A high surrogate has no mapping of its own, and neither has NUL: they take the slow way.
            var mapped = char.IsSurrogate((char)c) ? $"{(char)c}" : Map(new Rune(c));
            Single[c] = mapped.Length == 1 && !char.IsHighSurrogate((char)c) ? mapped[0] : '\0';
            if (mapped.Length > 1)
                Several[(char)c] = mapped;
        }
    }

    /// <summary>A whole text, mapped.</summary>
    public static string Map(string text)
    {
        var output = new ArrayBufferWriter<char>(text.Length + 1);
        Append(text, output);
        return output.WrittenSpan.ToString();
    }

    /// <summary>Maps a piece of a text; a surrogate pair must not be cut between pieces.</summary>
    public static void Append(ReadOnlySpan<char> text, IBufferWriter<char> output)
    {
        while (!text.IsEmpty)
        {
            // Most text is ASCII, and of that many characters are mapped at once; where some are not, the next ones are likely not to be either.
            var target = output.GetSpan(text.Length);
            Ascii.ToUpper(text, target, out var plain);
            for (var end = Math.Min(text.Length, plain + OneByOne); plain < end && Single[text[plain]] is var mapped && mapped != '\0';)
                target[plain++] = mapped;
            output.Advance(plain);
            text = text[plain..];
            if (text.IsEmpty)
                return;
            if (Single[text[0]] != '\0')
                continue;
            if (Several.TryGetValue(text[0], out var several))
            {
                output.Write(several);
                text = text[1..];
            }
            else
            {
                text = text[AppendRune(text, output)..];
            }
        }
    }

    /// <summary>What the table does not hold: a pair of surrogates, half of one, or NUL.</summary>
    /// <returns>How many characters it took.</returns>
    private static int AppendRune(ReadOnlySpan<char> text, IBufferWriter<char> output)
    {
        if (Rune.DecodeFromUtf16(text, out var rune, out var taken) == OperationStatus.Done)
            output.Write(Map(rune));
        else
            output.Write(text[..taken]);
        return taken;
    }

    private static string Map(Rune rune)
    {
        var upper = Rune.ToUpperInvariant(rune).ToString();
        if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherNotAssigned)
            return upper;

        // The upper case of a dotless i is I; .NET leaves it alone, since that is not so in every language.
        return upper.Normalize(NormalizationForm.FormKD).ToUpperInvariant().Replace('ı', 'I');
    }
}
