using System.Buffers;
using System.Globalization;
using System.Text;
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

    /// <summary>RFC 5051 §2, character by character: title case, then decomposition. So what it calls equal is equal here.</summary>
    [Fact]
    public void What_the_collation_maps_to_the_same_is_the_same_here()
    {
        for (var i = 0; i <= 0x10FFFF; i++)
        {
            if (!Rune.TryCreate(i, out var rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherNotAssigned)
                continue;
            var title = i switch
            {
                >= 0x1C4 and <= 0x1C6 => new Rune(0x1C5),
                >= 0x1C7 and <= 0x1C9 => new Rune(0x1C8),
                >= 0x1CA and <= 0x1CC => new Rune(0x1CB),
                >= 0x1F1 and <= 0x1F3 => new Rune(0x1F2),
                (>= 0x10D0 and <= 0x10FF) or (>= 0x1C90 and <= 0x1CBF) => rune,
                0x131 => new Rune('I'),
                _ => Rune.ToUpperInvariant(rune),
            };
            Assert.Equal((i, CaseMap.Map(title.ToString().Normalize(NormalizationForm.FormKD))), (i, CaseMap.Map(rune.ToString())));
        }
    }

    [Fact]
    public void A_long_text_is_mapped_character_by_character() =>
        Gen.Select(Gen.OneOf(Gen.Char['a', 'z'], Gen.Const('\u00e4'), Gen.Const('\u0430'), Gen.Const('\0'), Gen.Const('\u01c6')).Array[0, 800], Gen.Int[0, 600]).Sample((letters, ascii) =>
        {
            var text = new string('q', ascii) + new string(letters);
            Assert.Equal(string.Concat(text.Select(c => CaseMap.Map($"{c}"))), CaseMap.Map(text));
        });

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
