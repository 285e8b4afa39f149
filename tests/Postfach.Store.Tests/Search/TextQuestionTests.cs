using CsCheck;

namespace Postfach.Store.Tests;

public sealed class TextQuestionTests
{
    private static readonly Gen<string> Letters = Gen.Char['A', 'C'].Array[0, 12].Select(letters => new string(letters));

    [Fact]
    public void A_text_is_found_however_it_is_cut_into_pieces() =>
        Gen.Select(Letters, Letters.Array[0, 6]).Sample((text, pieces) =>
        {
            var question = new TextQuestion(TextQuestion.Places.Body, text, "");
            question.BeginMessage(null);
            question.BeginText();
            foreach (var piece in pieces)
                question.Look(piece);
            question.End();
            Assert.Equal(string.Concat(pieces).Contains(text, StringComparison.Ordinal), question.Answer);
        });

    [Fact]
    public void No_text_reaches_from_one_to_the_next()
    {
        var question = new TextQuestion(TextQuestion.Places.Body, "AB", "");
        question.BeginMessage(null);
        question.BeginText();
        question.Look("xA");
        question.BeginText();
        question.Look("Bx");
        question.End();
        Assert.False(question.Answer);
    }
}
