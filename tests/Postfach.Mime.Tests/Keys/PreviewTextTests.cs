using CsCheck;
using Xunit;

namespace Postfach.Mime.Tests;

/// <summary>What a list of messages shows of a text. RFC 8970 §3.3.</summary>
public sealed class PreviewTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("Good morning", "Good morning")]
    [InlineData("\r\n  Good \t morning,\r\n\r\n-----\r\nhow are you?\r\n", "Good morning, how are you?")]
    [InlineData("> before\nafter", "after")]
    [InlineData("> before\n> that", "> before > that")]
    [InlineData("--\n==\n***", "")]
    [InlineData("a\u0007b\u00a0c", "a b c")]
    public void A_preview_is_one_line_of_what_is_new(string text, string preview) => Assert.Equal(preview, Of(text));

    [Fact]
    public void A_preview_has_two_hundred_characters_at_most_and_cuts_none()
    {
        Assert.Equal(new string('x', 200), Of(new string('x', 5000)));
        Assert.Equal(string.Concat(Enumerable.Repeat("\U0001F4EE", 200)), Of("a\n" + string.Concat(Enumerable.Repeat("\U0001F4EE", 300)) + "b")[2..] + "\U0001F4EE\U0001F4EE");
    }

    [Fact]
    public void It_does_not_hang_on_how_a_text_comes() =>
        Gen.Select(Gen.String[Gen.Char["ab > \n\r\t-\u00fc"], 0, 300], Gen.Int[1, 20]).Sample((text, size) =>
        {
            var whole = Of(text);
            var preview = new PreviewText();
            for (var i = 0; i < text.Length; i += size)
                preview.Write(text.AsSpan(i, Math.Min(size, text.Length - i)), i + size >= text.Length);
            Assert.Equal(whole, preview.ToString());
            Assert.True(whole.EnumerateRunes().Count() <= 200);
        });

    private static string Of(string text)
    {
        var preview = new PreviewText();
        preview.Write(text, isLast: true);
        return preview.ToString();
    }
}
