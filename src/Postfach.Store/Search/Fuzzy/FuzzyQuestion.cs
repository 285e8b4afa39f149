using System.Buffers;

namespace Postfach.Store;

/// <summary>
/// Words that are looked for in one message after another: a message has the text when it has something near to each of them, in any order. What was found
/// for each word, at its best, makes the message's relevance; how is told at <see cref="FuzzyRelevance"/>. Not thread-safe.
/// </summary>
internal sealed class FuzzyQuestion
{
    // Something that does not end is no word.
    private const int LongestRun = 4096;

    private readonly ArrayBufferWriter<char> _rest = new();

    private FuzzyQuestion(TextQuestion.Places place, string field, IReadOnlyList<FuzzyWord> words)
    {
        (Place, Words) = (place, words);
        Field = System.Text.Encoding.UTF8.GetBytes(field);
        (Best, Rarity) = (new byte[words.Count], new double[words.Count]);
        Array.Fill(Rarity, 1);
    }

    public TextQuestion.Places Place { get; }

    public byte[] Field { get; }

    public IReadOnlyList<FuzzyWord> Words { get; }

    /// <summary>What was found in this message for each word: nearness and place together, of 100; 0: nothing yet.</summary>
    public byte[] Best { get; }

    /// <summary>How much each word says, as the index knows it; 1 where there is none.</summary>
    public double[] Rarity { get; }

    /// <summary>Whether this message has them; null: not known yet.</summary>
    public bool? Answer { get; private set; }

    /// <summary>Null: the text has no words, so that it can only be looked for as it is.</summary>
    /// <param name="text">Mapped.</param>
    /// <param name="field">The field's name, of a header question.</param>
    public static FuzzyQuestion? Of(TextQuestion.Places place, string text, string field)
    {
        var words = new List<FuzzyWord>();
        foreach (var word in new FoldedWords(text, stackalloc char[FuzzyText.MaxLength]))
        {
            var known = word.ToString();
            if (words.TrueForAll(w => w.Text != known))
                words.Add(new FuzzyWord(known));
        }

        return words.Count == 0 ? null : new FuzzyQuestion(place, field, words);
    }

    /// <summary>What a place is worth, of 100; 0: the question is not about it. A field that the question names is all that there is, so it is worth as much as can be.</summary>
    public byte Worth(IndexField place) => (Place, place) switch
    {
        (TextQuestion.Places.Body, IndexField.Body) => 100,
        (TextQuestion.Places.Body, _) => 0,
        (TextQuestion.Places.Header, IndexField.Body) => 0,
        (TextQuestion.Places.Header, _) => 100,
        (_, IndexField.Subject) => 100,
        (_, IndexField.Body) => 70,
        (_, IndexField.Header) => 20,
        _ => 90,
    };

    /// <summary>What a word that comes so near is worth in a place. Other fields of the header are full of words that nobody reads: there it has to be the same.</summary>
    public byte Value(IndexField place, byte nearness) =>
        Place == TextQuestion.Places.Anywhere && place == IndexField.Header && nearness != FuzzyWord.Same ? (byte)0 : (byte)(Worth(place) * nearness / 100);

    /// <param name="answer">What is known without a look at it.</param>
    /// <param name="best">What was found for each word; none: nothing is known.</param>
    public void BeginMessage(bool? answer, ReadOnlySpan<byte> best)
    {
        Answer = answer;
        Best.AsSpan().Clear();
        best.CopyTo(Best);
        _rest.ResetWrittenCount();
    }

    /// <summary>A mapped text that words do not reach beyond.</summary>
    public void Look(ReadOnlySpan<char> mapped, IndexField place)
    {
        if (Answer is not null)
            return;
        foreach (var word in new FoldedWords(mapped, stackalloc char[FuzzyText.MaxLength]))
        {
            for (var i = 0; i < Best.Length; i++)
            {
                if (Words[i].Nearness(word) is var nearness && nearness > 0)
                    Best[i] = Math.Max(Best[i], Value(place, nearness));
            }
        }
    }

    /// <summary>The next piece of a body, mapped; a word may go on in the next one.</summary>
    public void LookAtBody(ReadOnlySpan<char> mapped)
    {
        if (Answer is not null)
            return;
        _rest.Write(mapped);
        var end = _rest.WrittenCount;
        while (end > 0 && WordRule.Prose.IsOpen(_rest.WrittenSpan[end - 1]))
            end--;
        var rest = _rest.WrittenSpan[end..].ToArray();
        Look(_rest.WrittenSpan[..end], IndexField.Body);
        _rest.ResetWrittenCount();
        if (rest.Length <= LongestRun)
            _rest.Write(rest);
    }

    /// <summary>A body has ended.</summary>
    public void EndBody()
    {
        Look(_rest.WrittenSpan, IndexField.Body);
        _rest.ResetWrittenCount();
    }

    /// <summary>All that could have had them has been looked at.</summary>
    public void End()
    {
        EndBody();
        Answer ??= !Best.Contains((byte)0);
    }
}
