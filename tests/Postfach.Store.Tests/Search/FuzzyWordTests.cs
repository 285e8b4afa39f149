using Postfach.Mail;

namespace Postfach.Store.Tests;

/// <summary>Which words pass for which in a fuzzy search, and how near they come.</summary>
public sealed class FuzzyWordTests
{
    [Theory]
    [InlineData("roof", "Roof", FuzzyWord.Same)]
    [InlineData("roof", "roofs", FuzzyWord.Longer)]
    [InlineData("roof", "proof", 0)]
    [InlineData("café", "CAFE", FuzzyWord.Same)]
    [InlineData("STRASSE", "straße", FuzzyWord.Same)]
    [InlineData("oeuvre", "Œuvre", FuzzyWord.Same)]
    [InlineData("søren", "soren", FuzzyWord.Same)]
    [InlineData("searching", "search", FuzzyWord.SameStem)]
    [InlineData("searching", "searched", FuzzyWord.SameStem)]
    [InlineData("rechnungen", "rechnung", FuzzyWord.SameStem)]
    [InlineData("studies", "study", FuzzyWord.SameStem)]
    [InlineData("searching", "searchlights", 0)]
    [InlineData("needing", "need", FuzzyWord.SameStem)]
    [InlineData("being", "be", 0)]
    [InlineData("recieve", "receive", FuzzyWord.Misspelt)]
    [InlineData("offer", "offr", FuzzyWord.Misspelt)]
    [InlineData("offer", "ofter", FuzzyWord.Misspelt)]
    [InlineData("ofer", "offer", 0)]
    [InlineData("ofera", "offera", FuzzyWord.Misspelt)]
    [InlineData("offer", "outer", 0)]
    [InlineData("12345", "12346", 0)]
    [InlineData("日本", "日本", FuzzyWord.Same)]
    [InlineData("語", "本語", FuzzyWord.Longer)]
    public void A_word_comes_so_near(string asked, string word, byte nearness)
    {
        Assert.Equal(nearness, new FuzzyWord(Fold(asked)).Nearness(Fold(word)));
        Span<char> folded = stackalloc char[FuzzyText.MaxLength];
        var utf8 = System.Text.Encoding.UTF8.GetBytes(CaseMap.Map(word));
        Assert.Equal(Fold(word), folded[..FuzzyText.Fold(utf8, folded)].ToString());
    }

    [Fact]
    public void Ideographs_are_words_by_pairs() =>
        Assert.Equal(["ROOF", "日本", "本語", "X", "語"], FuzzyQuestion.Of(TextQuestion.Places.Body, CaseMap.Map("roof,日本語x語 roof"), "")!.Words.Select(w => w.Text));

    [Fact]
    public void What_has_no_words_is_no_fuzzy_question() => Assert.Null(FuzzyQuestion.Of(TextQuestion.Places.Body, "!? -", ""));

    private static string Fold(string text)
    {
        Span<char> folded = stackalloc char[FuzzyText.MaxLength];
        return folded[..FuzzyText.Fold(CaseMap.Map(text), folded)].ToString();
    }
}
