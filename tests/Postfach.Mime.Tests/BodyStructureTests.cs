using System.Buffers;
using Xunit;

namespace Postfach.Mime.Tests;

public sealed class BodyStructureTests
{
    [Theory]
    [InlineData("Subject: x\n\nhello\nworld\n", "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7BIT\" 14 2 NIL NIL NIL NIL)")]
    [InlineData("", "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7BIT\" 0 0 NIL NIL NIL NIL)")]
    [InlineData(
        "Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\nContent-ID: <a@b>\nContent-Description: A picture\n"
        + "Content-MD5: Q2hlY2s=\nContent-Disposition: attachment; filename=\"a b.png\"; size=3\nContent-Language: de, en-GB\n"
        + "Content-Location: http://a/b\n\nAAAA\n",
        "(\"image\" \"png\" (\"name\" \"a.png\") \"<a@b>\" \"A picture\" \"BASE64\" 6 \"Q2hlY2s=\" "
        + "(\"attachment\" (\"filename\" \"a b.png\" \"size\" \"3\")) (\"de\" \"en-GB\") \"http://a/b\")")]
    [InlineData(
        "Content-Type: multipart/mixed; boundary=b; x=y\nContent-Disposition: inline\nContent-Language: de\nContent-Location: here\n\n"
        + "--b\nContent-Type: text/html\n\n<p>\n--b\n\nx\n--b--\n",
        "((\"text\" \"html\" NIL NIL NIL \"7BIT\" 3 0 NIL NIL NIL NIL)(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7BIT\" 1 0 NIL NIL NIL NIL)"
        + " \"mixed\" (\"boundary\" \"b\" \"x\" \"y\") (\"inline\" NIL) (\"de\") \"here\")")]
    [InlineData(
        "Content-Type: message/rfc822\n\nSubject: in\n\na\nb\n",
        "(\"message\" \"rfc822\" NIL NIL NIL \"7BIT\" 21 (NIL \"in\" NIL NIL NIL NIL NIL NIL NIL NIL) "
        + "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7BIT\" 6 2 NIL NIL NIL NIL) 4 NIL NIL NIL NIL)")]
    public void The_whole_structure_is_written_with_its_extension_data(string message, string structure) =>
        Assert.Equal(structure, Prepare.BodyStructure(message));

    [Theory]
    // The field's value; what becomes of it: type/subtype and parameters.
    [InlineData("text/plain", "text/plain charset=us-ascii")]
    [InlineData("TEXT/Plain; Charset=\"UTF-8\"", "TEXT/Plain Charset=UTF-8")]
    [InlineData("text/plain; format=flowed", "text/plain format=flowed charset=us-ascii")]
    [InlineData("text/html", "text/html")]
    [InlineData("text", "text/plain charset=us-ascii")]
    [InlineData("text/; charset=utf-8", "text/plain charset=utf-8")]
    [InlineData("image", "application/octet-stream")]
    [InlineData("application-x-gzip; name=\"d.gz\"", "application/octet-stream name=d.gz")]
    [InlineData("", "text/plain charset=us-ascii")]
    [InlineData("; charset=utf-8", "text/plain charset=utf-8")]
    [InlineData("charset=utf-8", "text/plain charset=utf-8")]
    [InlineData("garbage garbage", "application/octet-stream")]
    [InlineData("multipart/mixed", "text/plain charset=us-ascii")]
    [InlineData("multipart/mixed; boundary=\"\"", "text/plain charset=us-ascii")]
    [InlineData("(c) text (c) / (c) html (c) ; (c) charset (c) = (c) x (c)", "text/html charset=x")]
    [InlineData("text/html;;; charset=x;", "text/html charset=x")]
    [InlineData("text/html charset=x", "text/html charset=x")]
    [InlineData("text/html; charset=x format=y", "text/html charset=x format=y")]
    [InlineData("text/html; charset=\"x\" format=y", "text/html charset=x format=y")]
    [InlineData("text/html; charset=\"x", "text/html charset=x")]
    [InlineData("text/html; charset=\"x; format=y", "text/html charset=x format=y")]
    [InlineData("text/html; charset:x; a=b", "text/html a=b")]
    [InlineData("text/html; charset=x (comment", "text/html charset=x (comment")]
    [InlineData("image/png; name=my picture (1).png; a=b", "image/png name=my picture (1).png a=b")]
    [InlineData("image/png; name=\"a\\\"b\\\\c\"", "image/png name=a\"b\\c")]
    [InlineData("image/png; name=", "image/png name=")]
    [InlineData("image/png; =x; y", "image/png")]
    [InlineData("image/png; name*0=a; name*1=\"b c\"", "image/png name=ab c")]
    [InlineData("image/png; x=1; name*1=b; NAME*0=a; name*10=d; y=2", "image/png x=1 NAME=ab y=2")]
    [InlineData("image/png; name*0*=utf-8''a%20; name*1=b; name*2*=%C3%A4", "image/png name*=utf-8''a%20b%C3%A4")]
    [InlineData("image/png; name*0*=utf-8''a; name*1=\"b c%\"", "image/png name*=utf-8''ab%20c%25")]
    [InlineData("image/png; name*1=b; name*=c; name*0x=d; *0=e", "image/png name*1=b name*=c name*0x=d *0=e")]
    [InlineData("image/png; a=1; a=2", "image/png a=1 a=2")]
    [InlineData("image/png; a=\n \"folded\n value\"", "image/png a=folded value")]
    [InlineData("image/png; name=gr\u00FCn.png", "image/png name=gr\u00FCn.png")]
    [InlineData("t\u00E4xt/plain", "application/octet-stream")]
    [InlineData("\u00E4/b", "text/plain charset=us-ascii")]
    public void A_content_type_is_read_as_mailers_write_it(string value, string read)
    {
        var body = Grammar.ReadBody(Prepare.Message($"Content-Type: {value}\n\nx\n").BodyStructure);

        Assert.Equal(read, $"{body.Type}/{body.Subtype}{string.Concat(body.Parameters.Select(p => $" {p.Name}={p.Value}"))}");
    }

    [Theory]
    [InlineData("attachment", "attachment")]
    [InlineData("attachment; filename=a b.txt", "attachment filename=a b.txt")]
    [InlineData("; filename=a", "attachment filename=a")]
    [InlineData("filename=a", "attachment filename=a")]
    [InlineData("\"inline\"; filename=a", "inline filename=a")]
    [InlineData("", null)]
    public void A_disposition_is_read_as_mailers_write_it(string value, string? read)
    {
        var body = Grammar.ReadBody(Prepare.Message($"Content-Disposition: {value}\n\nx\n").BodyStructure);

        Assert.Equal(read, body.Disposition is { } d ? d.Type + string.Concat(d.Parameters.Select(p => $" {p.Name}={p.Value}")) : null);
    }

    [Theory]
    [InlineData("quoted-printable", "QUOTED-PRINTABLE", ContentEncoding.QuotedPrintable)]
    [InlineData("Base64", "BASE64", ContentEncoding.Base64)]
    [InlineData("8bit; charset=x", "8BIT", ContentEncoding.EightBit)]
    [InlineData("(c) binary (c)", "BINARY", ContentEncoding.Binary)]
    [InlineData("", "7BIT", ContentEncoding.SevenBit)]
    [InlineData("7-bit", "7-BIT", ContentEncoding.Unknown)]
    [InlineData("x-uuencode", "X-UUENCODE", ContentEncoding.Unknown)]
    public void An_encoding_is_one_word_in_upper_case(string value, string word, ContentEncoding encoding)
    {
        var message = Prepare.Message($"Content-Transfer-Encoding: {value}\n\nx\n");

        Assert.Equal(word, Grammar.ReadBody(message.BodyStructure).Encoding);
        Assert.True(MessageSections.Decode(message.Sections.Span).TryFindPart([1], out var part));
        Assert.Equal(encoding, part.Encoding);
    }

    [Fact]
    public void Of_repeated_fields_the_first_counts() =>
        Assert.StartsWith("(\"a\" \"b\" NIL \"one\"", Prepare.BodyStructure("Content-Type: a/b\nContent-ID: one\nContent-Type: c/d\nContent-ID: two\n\n"), StringComparison.Ordinal);

    [Fact]
    public void In_a_digest_a_part_without_a_type_is_a_message()
    {
        var body = Grammar.ReadBody(Prepare.Message(
            "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: one\n\nx\n--b\nContent-Type: text/plain\n\ny\n--b--\n").BodyStructure);

        Assert.Equal(["one", null], body.Children.Select(c => c.Envelope?.Subject));
    }

    [Fact]
    public void A_message_that_is_encoded_is_a_leaf_of_octets()
    {
        var body = Grammar.ReadBody(Prepare.Message("Content-Type: message/rfc822; name=x\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeAo=\n").BodyStructure);

        Assert.Equal(("application", "octet-stream", "BASE64"), (body.Type, body.Subtype, body.Encoding));
        Assert.Equal("x", Assert.Single(body.Parameters).Value);
    }

    [Fact]
    public void A_multipart_whose_boundary_never_comes_has_all_its_content_as_text()
    {
        var body = Grammar.ReadBody(Prepare.Message("Content-Type: multipart/mixed; boundary=b\n\none\n--x\ntwo\n").BodyStructure);

        var only = Assert.Single(body.Children);
        Assert.Equal(("text", "plain", 15L, 3L), (only.Type, only.Subtype, only.Octets, only.Lines));
    }

    [Fact]
    public void A_multipart_that_is_closed_at_once_has_one_empty_part()
    {
        var body = Grammar.ReadBody(Prepare.Message("Content-Type: multipart/mixed; boundary=b\n\npreamble\n--b--\nepilogue\n").BodyStructure);

        Assert.Equal(0, Assert.Single(body.Children).Octets);
    }

    [Fact]
    public void BODY_is_the_same_without_extension_data()
    {
        var message = Prepare.Message(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\nContent-Disposition: inline; a=b\n\nSubject: (\"x\n\n"
            + "y\n--b\nContent-Type: image/png; name=gr\u00FCn)\nContent-Language: de, en\n\nz\n--b--\n");

        var output = new ArrayBufferWriter<byte>();
        BodyStructure.WriteWithoutExtensions(message.BodyStructure.Span, output);

        Assert.Equal(
            "((\"message\" \"rfc822\" NIL NIL NIL \"7BIT\" 17 (NIL \"(\\\"x\" NIL NIL NIL NIL NIL NIL NIL NIL) "
            + "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7BIT\" 1 0) 2)"
            + "(\"image\" \"png\" (\"name\" {5}\r\ngr\u00FCn)) NIL NIL \"7BIT\" 1) \"mixed\")",
            Prepare.Text(output.WrittenMemory));
        Grammar.ReadBody(output.WrittenMemory, isExtended: false);
    }

    [Theory]
    [InlineData("")]
    [InlineData("(")]
    [InlineData("(\"text\" \"plain\"")]
    [InlineData("(\"text\" {99}\r\nx")]
    [InlineData("((((((")]
    [InlineData("(\"a\" \"b\" NIL NIL NIL \"7BIT\" 1 \"unclosed)")]
    public void A_damaged_structure_is_told_from_a_good_one(string structure) =>
        Assert.Throws<FormatException>(() => BodyStructure.WriteWithoutExtensions(Prepare.Octets(structure), new ArrayBufferWriter<byte>()));
}
