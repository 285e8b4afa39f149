using Xunit;

namespace Postfach.Mime.Tests;

public sealed class SectionTests
{
    // RFC 9051 §6.4.5.1: the example of a complex message.
    private const string Complex =
        """
        Subject: outer
        Content-Type: multipart/mixed; boundary=a

        preamble
        --a

        one
        --a
        Content-Type: application/octet-stream

        two
        --a
        Content-Type: message/rfc822

        Subject: three
        Content-Type: multipart/mixed; boundary=b

        --b

        three-one
        --b
        Content-Type: application/octet-stream

        three-two
        --b--
        --a
        Content-Type: multipart/mixed; boundary=c

        --c
        Content-Type: image/gif

        four-one
        --c
        Content-Type: message/rfc822

        Subject: four-two
        Content-Type: multipart/mixed; boundary=d

        --d

        four-two-one
        --d
        Content-Type: multipart/alternative; boundary=e

        --e

        four-two-two-one
        --e
        Content-Type: text/richtext

        four-two-two-two
        --e--
        --d--
        --c--
        --a--
        epilogue

        """;

    [Theory]
    [InlineData("1", "one")]
    [InlineData("1.MIME", "\n")]
    [InlineData("2", "two")]
    [InlineData("2.MIME", "Content-Type: application/octet-stream\n\n")]
    [InlineData("3.HEADER", "Subject: three\nContent-Type: multipart/mixed; boundary=b\n\n")]
    [InlineData("3.TEXT", "--b\n\nthree-one\n--b\nContent-Type: application/octet-stream\n\nthree-two\n--b--")]
    [InlineData("3.MIME", "Content-Type: message/rfc822\n\n")]
    [InlineData("3.1", "three-one")]
    [InlineData("3.2", "three-two")]
    [InlineData("4.1", "four-one")]
    [InlineData("4.1.MIME", "Content-Type: image/gif\n\n")]
    [InlineData("4.2.HEADER", "Subject: four-two\nContent-Type: multipart/mixed; boundary=d\n\n")]
    [InlineData("4.2.1", "four-two-one")]
    [InlineData("4.2.2.1", "four-two-two-one")]
    [InlineData("4.2.2.2", "four-two-two-two")]
    [InlineData("4.2.2.2.MIME", "Content-Type: text/richtext\n\n")]
    [InlineData("HEADER", "Subject: outer\nContent-Type: multipart/mixed; boundary=a\n\n")]
    [InlineData("0", null)]
    [InlineData("5", null)]
    [InlineData("MIME", null)]
    [InlineData("1.1", null)]
    [InlineData("1.HEADER", null)]
    [InlineData("1.TEXT", null)]
    [InlineData("2.HEADER", null)]
    [InlineData("3.3", null)]
    [InlineData("4.HEADER", null)]
    [InlineData("4.TEXT", null)]
    [InlineData("4.3", null)]
    [InlineData("4.2.2.3", null)]
    [InlineData("4.2.2.1.1", null)]
    [InlineData("4294967295", null)]
    public void Each_section_of_a_complex_message_is_found(string section, string? text) =>
        Assert.Equal(text?.Replace("\n", "\r\n"), Prepare.Section(Complex, section));

    [Fact]
    public void The_message_itself_is_header_and_text()
    {
        var whole = Prepare.Section(Complex, "");

        Assert.Equal(whole, Prepare.Section(Complex, "HEADER") + Prepare.Section(Complex, "TEXT"));
        Assert.Equal(Complex.Replace("\n", "\r\n"), whole);
    }

    [Theory]
    [InlineData("1", "text\n")]
    [InlineData("1.MIME", "Subject: x\n\n")]
    [InlineData("TEXT", "text\n")]
    [InlineData("2", null)]
    [InlineData("1.1", null)]
    [InlineData("1.HEADER", null)]
    public void A_plain_message_has_only_a_part_1(string section, string? text) =>
        Assert.Equal(text?.Replace("\n", "\r\n"), Prepare.Section("Subject: x\n\ntext\n", section));

    [Theory]
    [InlineData("1", "Subject: in\n\ntext\n")]
    [InlineData("1.HEADER", "Subject: in\n\n")]
    [InlineData("1.TEXT", "text\n")]
    [InlineData("1.1", "text\n")]
    [InlineData("1.1.MIME", "Subject: in\n\n")]
    [InlineData("1.1.1", null)]
    [InlineData("1.2", null)]
    public void A_message_that_is_nothing_but_a_message_has_it_as_part_1(string section, string? text) =>
        Assert.Equal(text?.Replace("\n", "\r\n"), Prepare.Section("Content-Type: message/rfc822\n\nSubject: in\n\ntext\n", section));

    [Theory]
    [InlineData("Subject: x", "Subject: x", "")]
    [InlineData("Subject: x\n", "Subject: x\n", "")]
    [InlineData("\nbody", "\n", "body")]
    [InlineData("", "", "")]
    [InlineData("Subject: x\n \n\nbody", "Subject: x\n \n\n", "body")]
    public void A_header_ends_at_the_first_empty_line_or_with_the_message(string message, string header, string text)
    {
        Assert.Equal(header.Replace("\n", "\r\n"), Prepare.Section(message, "HEADER"));
        Assert.Equal(text, Prepare.Section(message, "TEXT"));
    }

    [Theory]
    // The boundary parameter, the content, and its parts.
    [InlineData("b", "--b\n\n1\n--b\n\n2\n--b--\n", "1|2")]
    [InlineData("b", "--b  \t\n\n1\n--b-- \n--b\n\n2\n", "1")]
    [InlineData("b", "--b\n\n1\n--b\n\n2", "1|2")]
    [InlineData("b", "--b\n\n1\n--b\n\n2\n--b\n", "1|2")]
    [InlineData("b", "--b\n\n--b\n\n--b--\n", "|")]
    [InlineData("b", "--b\n--b--\n", "")]
    [InlineData("b", "x--b\n\n1\n -- b\n--b\n\n2", "2")]
    [InlineData("b", "--b\n\n1\n\n--b--", "1\n")]
    [InlineData("b", "--b\n\n--\n-\n--c\n--b--", "--\n-\n--c")]
    [InlineData("\"b c\"", "--b c\n\n1\n--b c--", "1")]
    [InlineData("\"b c  \"", "--b c\n\n1\n--b c--", "1")]
    [InlineData("b (comment)", "--b\n\n1\n--b--", "1")]
    [InlineData("----=_x=y", "------=_x=y\n\n1\n------=_x=y--", "1")]
    [InlineData("\"b\\\"c\"", "--b\"c\n\n1\n--b\"c--", "1")]
    [InlineData("b--", "--b--\n\n1\n--b----", "1")]
    [InlineData("b; boundary=c", "--b\n\n1\n--c\n\n2\n--b--", "1\n--c\n\n2")]
    [InlineData("b", "--bc\n\n1\n--b\n\n2\n--b--", "1|2")]
    public void Parts_lie_between_delimiters(string boundary, string content, string parts)
    {
        var message = $"Content-Type: multipart/mixed; boundary={boundary}\n\n{content}";

        var found = Enumerable.Range(1, 9).Select(n => Prepare.Section(message, $"{n}")).TakeWhile(text => text is not null);

        Assert.Equal(parts.Replace("\n", "\r\n"), string.Join('|', found));
    }

    [Fact]
    public void A_boundary_may_come_in_pieces() =>
        Assert.Equal("1", Prepare.Section("Content-Type: multipart/mixed; boundary*1=c; boundary*0=\"b \"\n\n--b c\n\n1\n--b c--", "1"));

    [Fact]
    public void An_overlong_boundary_is_taken_as_long_as_a_line_may_be()
    {
        var boundary = new string('b', 990);
        Assert.Equal("1", Prepare.Section($"Content-Type: multipart/mixed; boundary={boundary}\n\n--{boundary}\n\n1\n--{boundary}--", "1"));
        Assert.StartsWith("--b", Prepare.Section($"Content-Type: multipart/mixed; boundary={boundary}{boundary}\n\n--{boundary}{boundary}\n\n1\n", "1"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_delimiter_of_the_outer_multipart_ends_the_inner_ones()
    {
        const string Message = "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n1.1\n--a\n\n2\n--b\n--a--\n";

        Assert.Equal("1.1", Prepare.Section(Message, "1.1"));
        Assert.Equal("2\r\n--b", Prepare.Section(Message, "2"));
        Assert.Null(Prepare.Section(Message, "1.2"));
    }

    [Theory]
    [InlineData("a", "ab")]
    [InlineData("ab", "a")]
    public void Of_boundaries_that_start_alike_the_exact_one_counts(string outer, string inner)
    {
        var message = $"Content-Type: multipart/mixed; boundary={outer}\n\n--{outer}\nContent-Type: multipart/mixed; boundary={inner}\n\n"
            + $"--{inner}\n\n1.1\n--{inner}\n\n1.2\n--{inner}--\n--{outer}\n\n2\n--{outer}--\n";

        Assert.Equal(["1.1", "1.2", "2"], new[] { "1.1", "1.2", "2" }.Select(section => Prepare.Section(message, section)));
    }

    [Fact]
    public void A_part_that_ends_before_a_blank_line_has_a_header_and_no_content()
    {
        const string Message = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n--b\nContent-Type: a/b\n--b--\n";

        Assert.Equal("Content-Type: message/rfc822", Prepare.Section(Message, "1.MIME"));
        Assert.Equal("", Prepare.Section(Message, "1.HEADER"));
        Assert.Equal("", Prepare.Section(Message, "1.1"));
        Assert.Equal("Content-Type: a/b", Prepare.Section(Message, "2.MIME"));
    }

    [Fact]
    public void Lines_may_end_without_CR_and_a_bare_CR_ends_none()
    {
        var message = "Content-Type: multipart/mixed;\n boundary=b\n\n--b\n\n1\r--b\r\n--b\n\n2\n--b--"u8;
        var prepared = Prepare.Message(message);

        var one = Prepare.Find(prepared, "1")!.Value; // a test's own fault would throw
        var two = Prepare.Find(prepared, "2")!.Value;
        Assert.Equal("1\r--b"u8, message.Slice((int)one.Offset, (int)one.Length));
        Assert.Equal("2"u8, message.Slice((int)two.Offset, (int)two.Length));
    }

    [Theory]
    [InlineData("Subject: x\n\ny", false, false)]
    [InlineData("Subject: x\n\n\0", true, false)]
    [InlineData("Subject: \u00E4\n\ny", false, true)]
    public void NUL_and_8_bit_octets_are_noted(string message, bool hasNul, bool has8Bit)
    {
        var sections = MessageSections.Decode(Prepare.Message(message).Sections.Span);

        Assert.Equal((hasNul, has8Bit), (sections.HasNul, sections.Has8Bit));
    }

    [Fact]
    public void Sections_of_another_version_are_refused()
    {
        Assert.Throws<FormatException>(() => MessageSections.Decode([]));
        Assert.Throws<FormatException>(() => MessageSections.Decode([99, 0, 0]));
        Assert.False(MessageSections.Decode([1, 0, 5]).TryFind([1], SectionPart.Whole, out _));
    }
}
