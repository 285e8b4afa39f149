using CsCheck;
using Postfach.Mail;

namespace Postfach.Protocol.Tests.Sasl;

public sealed class SaslPrepTests
{
    // RFC 4013 §3: the first five examples.
    [Theory]
    [InlineData("I\u00ADX", "IX")]
    [InlineData("user", "user")]
    [InlineData("USER", "USER")]
    [InlineData("\u00AA", "a")]
    [InlineData("\u2168", "IX")]
    [InlineData("a\u00A0b", "a b")]
    [InlineData("a\u3000b", "a b")]
    [InlineData("a\u200Bb", "a b")]
    [InlineData("a\u200Db\uFE0F", "ab")]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\u0627\u0628", "\u0627\u0628")]
    [InlineData("\u06271\u0628", "\u06271\u0628")]
    [InlineData("\u0627 \u0628", "\u0627 \u0628")]
    [InlineData("pass\U0001F600", "pass\U0001F600")]
    public void A_text_is_prepared(string text, string prepared)
    {
        Assert.True(SaslPrep.TryPrepare(text, out var result));
        Assert.Equal(prepared, result);
    }

    // RFC 4013 §3: the last two examples first.
    [Theory]
    [InlineData("\u0007")]
    [InlineData("\u06271")]
    [InlineData("a\u0627b")]
    [InlineData("1\u0627")]
    [InlineData("a\u007F")]
    [InlineData("\u0085")]
    [InlineData("\uE000")]
    [InlineData("\uFDD0")]
    [InlineData("\uFFFD")]
    [InlineData("\u2FF0")]
    [InlineData("\u200E")]
    [InlineData("\u0340\u206A")]
    [InlineData("\U000E0041")]
    [InlineData("\U000F0000")]
    [InlineData("")]
    [InlineData("\u00AD")]
    public void What_is_not_allowed_is_refused(string text) => Assert.False(SaslPrep.TryPrepare(text, out _));

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        Assert.False(SaslPrep.TryPrepare("a\uD83D", out _));
        Assert.False(SaslPrep.TryPrepare("\uDE00a", out _));
    }

    [Fact]
    public void What_is_prepared_stays_as_it_is() => Gen.Char.Array[0, 20].Sample(characters =>
    {
        if (SaslPrep.TryPrepare(new string(characters), out var once) && SaslPrep.TryPrepare(once, out var twice))
            Assert.Equal(once, twice);
    });
}
