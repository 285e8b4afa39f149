using System.Buffers;
using System.Text;
using Xunit;

namespace Postfach.Mime.Tests;

public sealed class HeaderFieldsTests
{
    private const string Header = "From: a\n b\nsubject : c\nTo: d\nno field\n  more\nSUBJECT: e\n\n";

    private static string Select(string header, bool not, params string[] names)
    {
        var output = new ArrayBufferWriter<byte>();
        HeaderFields.Write(Prepare.Octets(header), new FieldNames(names.Select(Encoding.Latin1.GetBytes)), not, output);
        return Encoding.Latin1.GetString(output.WrittenSpan).Replace("\r\n", "\n");
    }

    [Fact]
    public void Fields_come_with_their_folded_lines_in_their_order_and_the_blank_line() =>
        Assert.Equal("From: a\n b\nsubject : c\nSUBJECT: e\n\n", Select(Header, not: false, "Subject", "FROM"));

    [Fact]
    public void NOT_gives_all_others() => Assert.Equal("To: d\nno field\n  more\n\n", Select(Header, not: true, "Subject", "FROM"));

    [Fact]
    public void Names_match_as_a_whole_or_not_at_all() => Assert.Equal("\n", Select(Header, not: false, "Sub", "subject ", "T", ""));

    [Fact]
    public void Many_names_give_what_few_do() =>
        Assert.Equal("From: a\n b\n\n", Select(Header, not: false, [.. Enumerable.Range(0, 40).Select(n => $"x-{n}"), "fRoM"]));

    [Theory]
    [InlineData("To: d\n", "To: d\n")]
    [InlineData("To: d", "To: d")]
    [InlineData("", "")]
    [InlineData("\n", "\n")]
    public void There_is_no_blank_line_where_the_header_has_none(string header, string selected) =>
        Assert.Equal(selected, Select(header, not: false, "To"));

    [Fact]
    public void Line_breaks_stay_as_they_are()
    {
        var output = new ArrayBufferWriter<byte>();
        HeaderFields.Write("A: b\n c\r\nB: d\n\n"u8, new FieldNames(["a"u8.ToArray()]), not: false, output);

        Assert.Equal("A: b\n c\r\n\r\n"u8, output.WrittenSpan);
    }

    [Fact]
    public void Names_of_8_bit_octets_match_themselves() => Assert.Equal("\u00E4: x\n\n", Select("\u00E4: x\ny: z\n\n", not: false, "\u00E4"));
}
