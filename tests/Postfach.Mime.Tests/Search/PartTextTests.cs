using System.Buffers;
using System.Text;
using CsCheck;
using MimeKit.Encodings;
using Xunit;

namespace Postfach.Mime.Tests;

public sealed class PartTextTests
{
    private static readonly string[] Charsets = ["utf-8", "iso-8859-1", "iso-2022-jp", "gb18030", "utf-16"];

    [Theory]
    [InlineData("a=C3=BCb", "aüb")]
    [InlineData("soft=\r\nbreak", "softbreak")]
    [InlineData("soft= \t\r\nbreak", "softbreak")]
    [InlineData("trailing  \r\nwhite", "trailing\r\nwhite")]
    [InlineData("not=ZZ =4 = x", "not=ZZ =4 = x")]
    [InlineData("end=", "end")]
    public void Quoted_printable_is_decoded(string coded, string text) => Assert.Equal(text, Decode(ContentEncoding.QuotedPrintable, "utf-8", [Encoding.UTF8.GetBytes(coded)]));

    [Theory]
    [InlineData("R3LDvMOfZQ==", "Grüße")]
    [InlineData("R3LD\r\nvMOf\r\nZQ", "Grüße")]
    [InlineData("YQ==Yg==", "ab")]
    [InlineData("Y!W*I=", "ab")]
    public void Base64_is_decoded(string coded, string text) => Assert.Equal(text, Decode(ContentEncoding.Base64, "utf-8", [Encoding.ASCII.GetBytes(coded)]));

    [Fact]
    public void Pieces_of_any_size_give_the_same_text() =>
        Gen.Select(Gen.String[Gen.Char[" =\r\naü日z"], 0, 200], Gen.Int[1, 9], Gen.Int[0, Charsets.Length - 1].Select(i => Charsets[i]), Gen.Bool)
            .Sample((text, size, charset, quoted) =>
            {
                var octets = Encoding.UTF8.GetBytes(text);
                var encoding = quoted ? ContentEncoding.QuotedPrintable : ContentEncoding.Base64;
                var coded = quoted ? octets : Encoding.ASCII.GetBytes(Convert.ToBase64String(octets));
                Assert.Equal(Decode(encoding, charset, [coded]), Decode(encoding, charset, coded.Chunk(size)));
            });

    [Fact]
    public void What_others_encode_is_decoded() =>
        Gen.Byte.Array[0, 400].Sample(octets =>
        {
            Assert.Equal(Encoding.Latin1.GetString(octets), Decode(ContentEncoding.Base64, "iso-8859-1", [Encode(new Base64Encoder(), octets)]));
            Assert.Equal(Encoding.Latin1.GetString(octets), Decode(ContentEncoding.QuotedPrintable, "iso-8859-1", [EncodeQuoted(octets)]));
        });

    [Fact]
    public void An_unknown_charset_counts_as_UTF8_or_else_Latin1()
    {
        Assert.Equal("Grüße", Decode(ContentEncoding.EightBit, "x-none", [Encoding.Latin1.GetBytes("Grüße")]));
        Assert.Equal("Grüße", Decode(ContentEncoding.EightBit, "x-none", [Encoding.UTF8.GetBytes("Grüße")]));
    }

    private static byte[] Encode(Base64Encoder encoder, byte[] octets)
    {
        var output = new byte[encoder.EstimateOutputLength(octets.Length)];
        var length = encoder.Flush(octets, 0, octets.Length, output);
        return output[..length];
    }

    // Line breaks as octets like any other, as in content that is not text.
    private static byte[] EncodeQuoted(byte[] octets) => Encoding.ASCII.GetBytes(string.Concat(octets.Select(o => $"={o:X2}")));

    private static string Decode(ContentEncoding encoding, string charset, IEnumerable<byte[]> pieces)
    {
        var text = new PartText(encoding, Encoding.ASCII.GetBytes($"Content-Type: text/plain;\r\n charset={charset}\r\n\r\n"));
        var output = new ArrayBufferWriter<char>();
        foreach (var piece in pieces)
            text.Write(piece, isLast: false, output);
        text.Write([], isLast: true, output);
        return output.WrittenSpan.ToString();
    }
}
