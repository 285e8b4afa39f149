using System.Buffers;
using System.Text;
using CsCheck;
using Xunit;

namespace Postfach.Mime.Tests;

public sealed class HtmlTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a <b>bold</b> word", "a bold word")]
    [InlineData("in<i>ter</i>nal", "internal")]
    [InlineData("one\r\n   two\t three", "one two three")]
    [InlineData("<p>one</p><p>two</p>", "one\ntwo")]
    [InlineData("one<br>two<br/>three<BR />four", "one\ntwo\nthree\nfour")]
    [InlineData("<td>one</td>\r\n<td>two</td>", "one\ntwo")]
    [InlineData("Gr&uuml;&szlig;e &amp; &#8364; &#x20AC;&nbsp;!", "Grüße & € €\u00A0!")]
    [InlineData("&unknown; & &amp &", "&unknown; & &amp &")]
    [InlineData("a < b and c<3", "a < b and c<3")]
    [InlineData("<a href=\"x>y\" title='>'>link</a>", "link")]
    [InlineData("<a href=x>y</a>", "y")]
    [InlineData("a<!-- <b>no</b> - -- -> -->b", "ab")]
    [InlineData("<!DOCTYPE html><?xml version='1'?>text", "text")]
    [InlineData("<!-->text<!---->more", "textmore")]
    [InlineData("<style>p > a { color: red } <!-- x --></style>shown", "shown")]
    [InlineData("<script>if (a<b && c</d>) { x = '</p>'; }</script>shown", "shown")]
    [InlineData("<SCRIPT></script >shown", "shown")]
    [InlineData("<img alt='not text' src=x>shown", "shown")]
    [InlineData("<b", "")]
    [InlineData("a<", "a<")]
    [InlineData("a&am", "a&am")]
    public void Shows_what_a_reader_sees(string html, string text) => Assert.Equal(text, Show([html]));

    [Fact]
    public void Pieces_of_any_size_show_the_same() =>
        Gen.Select(Gen.String[Gen.Char["<>/!-&;#=\"' ab\r\n"], 0, 60], Gen.Int[1, 5]).Sample((html, size) =>
            Assert.Equal(Show([html]), Show(html.Chunk(size).Select(c => new string(c)))));

    [Theory]
    [InlineData("text/html", "bold")]
    [InlineData("TEXT/HTML; charset=utf-8", "bold")]
    [InlineData("text/plain", "<b>bold</b>")]
    public void A_part_is_decoded_by_its_type(string type, string text)
    {
        var output = new ArrayBufferWriter<char>();
        new PartText(ContentEncoding.SevenBit, Encoding.ASCII.GetBytes($"Content-Type: {type}\r\n\r\n")).Write("<b>bold</b>"u8, isLast: true, output);
        Assert.Equal(text, output.WrittenSpan.ToString());
    }

    private static string Show(IEnumerable<string> pieces)
    {
        var (html, output) = (new HtmlText(), new ArrayBufferWriter<char>());
        foreach (var piece in pieces)
            html.Write(piece, isLast: false, output);
        html.Write([], isLast: true, output);
        return output.WrittenSpan.ToString();
    }
}
