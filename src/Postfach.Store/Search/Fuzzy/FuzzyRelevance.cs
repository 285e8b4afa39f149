namespace Postfach.Store;

/// <summary>
/// How relevant a message is to a fuzzy search, of 100. For each word asked for, the best that was found of it counts: how near it comes (the same 100%, one
/// that begins so 80%, of the same stem 60%, misspelt 50%) times where it stands (subject 100%, an address 90%, a body 70%, elsewhere in a header 20%). These
/// are averaged, each word with the weight of its rarity, ln(1 + bodies of the index / those of them that have such a word): so 100 says that all words stand
/// in the subject as they were asked for, and a word that is everywhere hardly counts. RFC 6203 §4.
/// </summary>
internal static class FuzzyRelevance
{
    /// <summary>Of the message that the questions were put to last.</summary>
    public static byte Of(IReadOnlyList<FuzzyQuestion> questions)
    {
        var (sum, most) = (0.0, 0.0);
        foreach (var question in questions)
        {
            for (var i = 0; i < question.Best.Length; i++)
            {
                sum += question.Rarity[i] * question.Best[i];
                most += question.Rarity[i];
            }
        }

        // A key that has no words in it matches or does not.
        return most == 0 ? (byte)100 : (byte)Math.Clamp(Math.Round(sum / most), 1, 100);
    }

    public static double Rarity(int bodies, int having) => Math.Log(1 + (bodies / (double)Math.Max(1, having)));
}
