using System.Text;
using CsCheck;
using Postfach.Protocol.Lines;
using Postfach.Protocol.Lmtp;
using Postfach.Protocol.Tests.Lines;

namespace Postfach.Protocol.Tests.Lmtp;

public sealed class MailPathTests
{
    [Theory]
    [InlineData("<a@b.example>", "a", "b.example", "a@b.example")]
    [InlineData("<Anna.Maria+list=x@Example.ORG>", "Anna.Maria+list=x", "Example.ORG", "Anna.Maria+list=x@Example.ORG")]
    [InlineData("<postmaster>", "postmaster", "", "postmaster")]
    [InlineData("<@relay.example:a@b>", "a", "b", "a@b")]
    [InlineData("<@one.example,@[192.0.2.1],@two:a@b>", "a", "b", "a@b")]
    [InlineData("<\"Anna\"@b>", "Anna", "b", "Anna@b")]
    [InlineData("<\"Anna Maria\"@b>", "Anna Maria", "b", "\"Anna Maria\"@b")]
    [InlineData("<\"a\\\"b\\\\c\\d@e\"@b>", "a\"b\\cd@e", "b", "\"a\\\"b\\\\cd@e\"@b")]
    [InlineData("<\">\"@b>", ">", "b", "\">\"@b")]
    [InlineData("<a@[192.0.2.1]>", "a", "[192.0.2.1]", "a@[192.0.2.1]")]
    [InlineData("<a@[IPv6:2001:db8::1]>", "a", "[IPv6:2001:db8::1]", "a@[IPv6:2001:db8::1]")]
    [InlineData("<a..b.@docomo.example>", "a..b.", "docomo.example", "\"a..b.\"@docomo.example")]
    [InlineData("<a@under_score.example>", "a", "under_score.example", "a@under_score.example")]
    [InlineData("<j\u00FCrgen@m\u00FCller.example>", "j\u00FCrgen", "m\u00FCller.example", "j\u00FCrgen@m\u00FCller.example")]
    [InlineData("<\"\u00E9 \u00E9\"@b>", "\u00E9 \u00E9", "b", "\"\u00E9 \u00E9\"@b")]
    [InlineData("<>", "", "", "")]
    public void A_path_is_read_and_written(string text, string local, string domain, string written)
    {
        Assert.True(TryRead(Encoding.UTF8.GetBytes(text), out var path));
        Assert.Equal(new MailPath(local, domain), path);
        Assert.Equal(written, path.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a@b")]
    [InlineData("<a@b")]
    [InlineData("<a@>")]
    [InlineData("<@b>")]
    [InlineData("<@b:>")]
    [InlineData("<@b,a@c>")]
    [InlineData("<@b,>")]
    [InlineData("<a b@c>")]
    [InlineData("<a@b c>")]
    [InlineData("<a@b@c>")]
    [InlineData("<a,b@c>")]
    [InlineData("<\"a@b>")]
    [InlineData("<\"\"@b>")]
    [InlineData("<\"a\"b@c>")]
    [InlineData("<\"a\\")]
    [InlineData("<\"a\\\u00E9\"@b>")]
    [InlineData("<a@[192.0.2.1>")]
    [InlineData("<a@[]>")]
    [InlineData("<a\u00E9@b>")]
    [InlineData("<a\u00C2\u009B@b>")]
    [InlineData("<a@b\u00E9>")]
    [InlineData("< a@b>")]
    [InlineData("<(comment)a@b>")]
    public void Anything_else_is_no_path(string text) => Assert.False(TryRead(Pieces.Latin(text), out _));

    [Fact]
    public void A_domain_may_have_255_octets_and_no_more()
    {
        var most = new string('b', 255);
        Assert.True(TryRead(Pieces.Latin($"<a@{most}>"), out _));
        Assert.False(TryRead(Pieces.Latin($"<a@{most}b>"), out _));
    }

    [Fact]
    public void A_mailbox_may_have_480_octets_and_no_more()
    {
        var most = new string('a', MailPath.MaxMailboxLength - 4);
        Assert.True(TryRead(Pieces.Latin($"<{most}@b.c>"), out _));
        Assert.False(TryRead(Pieces.Latin($"<{most}a@b.c>"), out _));
    }

    [Fact]
    public void What_is_written_is_read_again_as_the_same() => Gen.Char[' ', '~'].Array[1, 20].Sample(local =>
    {
        var path = new MailPath(new string(local), "b.example");
        Assert.True(TryRead(Encoding.UTF8.GetBytes($"<{path}>"), out var again));
        Assert.Equal(path, again);
    });

    [Fact]
    public void No_bytes_are_too_odd_and_what_is_read_can_be_written() =>
        Gen.OneOf(Gen.Byte, Pieces.Any([.. "<>@\"\\[]:,."u8])).Array[0, 40].Sample(bytes =>
        {
            if (!TryRead([(byte)'<', .. bytes], out var path))
                return;
            Assert.True(TryRead(Encoding.UTF8.GetBytes($"<{path}>"), out var again));
            Assert.Equal(path, again);
        });

    // RFC 5321 §4.1.2 with RFC 5322 §3.2.3: atext, and the dot; then each other class, all by the byte.
    [Fact]
    public void Each_byte_is_allowed_just_where_the_grammar_has_it()
    {
        for (var b = 0; b < 256; b++)
        {
            byte[] one = b < 0x80 ? [(byte)b] : [0xC3, (byte)(0x80 | (b & 0x3F))];
            var letter = char.IsAsciiLetterOrDigit((char)b);
            var utf8 = b >= 0x80;
            Assert.Equal(letter || utf8 || "!#$%&'*+-/=?^_`{|}~.".Contains((char)b), Reads("<", one, "@b>"));
            Assert.Equal(utf8 || (b is >= 32 and <= 126 and not ('"' or '\\')), Reads("<\"x", one, "\"@b>"));
            Assert.Equal(b is >= 32 and <= 126, Reads("<\"x\\", one, "\"@b>"));
            Assert.Equal(letter || utf8 || b is '-' or '.' or '_', Reads("<a@", one, ">"));
            Assert.Equal(b is (>= 33 and <= 90) or (>= 94 and <= 126), Reads("<a@[", one, "]>"));
        }
    }

    private static bool Reads(string before, byte[] middle, string after) => TryRead([.. Pieces.Latin(before), .. middle, .. Pieces.Latin(after)], out _);

    private static bool TryRead(byte[] bytes, out MailPath path)
    {
        var line = new LineReader(bytes);
        return MailPath.TryRead(ref line, out path) && line.End();
    }
}
