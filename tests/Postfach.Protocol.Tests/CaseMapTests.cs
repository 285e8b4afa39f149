using System.Buffers;
using CsCheck;
using Postfach.Mail;

namespace Postfach.Protocol.Tests;

public sealed class CaseMapTests
{
    [Theory]
    [InlineData("Grüße", "GRÜßE")]
    [InlineData("Ångström", "a\u030Angstro\u0308m")]
    [InlineData("ΣΊΣΥΦΟΣ", "σίσυφος")]
    [InlineData("ПРИВЕТ", "привет")]
    [InlineData("ﬁne", "FINE")]
    [InlineData("①", "1")]
    [InlineData("ǆ", "DŽ")]
    [InlineData("ı", "i")]
    [InlineData("𐐨", "𐐀")]
    [InlineData("한글", "한글")]
    [InlineData("a\0b", "A\0B")]
    public void These_are_equal(string one, string other) => Assert.Equal(CaseMap.Map(one), CaseMap.Map(other));

    [Theory]
    [InlineData("ss", "ß")]
    [InlineData("a", "ä")]
    [InlineData("0", "o")]
    public void These_are_not(string one, string other) => Assert.NotEqual(CaseMap.Map(one), CaseMap.Map(other));

    [Fact]
    public void Pieces_are_mapped_as_the_whole_and_a_mapped_text_stays() =>
        Gen.Select(Gen.String, Gen.String).Sample((one, other) =>
        {
            if (one.Length > 0 && char.IsHighSurrogate(one[^1]))
                return;
            var pieces = new ArrayBufferWriter<char>();
            CaseMap.Append(one, pieces);
            CaseMap.Append(other, pieces);
            Assert.Equal(CaseMap.Map(one + other), pieces.WrittenSpan.ToString());
            Assert.Equal(CaseMap.Map(one), CaseMap.Map(CaseMap.Map(one)));
        });
}
