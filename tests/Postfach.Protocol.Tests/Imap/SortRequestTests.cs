using System.Text;
using Postfach.Protocol.Imap;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Protocol.Tests.Imap;

public sealed class SortRequestTests
{
    [Theory]
    [InlineData("(DATE) UTF-8 ALL", "Date")]
    [InlineData("(subject reverse date) US-ASCII SEEN 1:*", "Subject -Date")]
    [InlineData("(REVERSE ARRIVAL CC FROM SIZE TO DISPLAYFROM REVERSE DISPLAYTO) \"UTF-8\" ALL", "-Arrival Cc From Size To DisplayFrom -DisplayTo")]
    [InlineData("RETURN (ALL COUNT) (DATE) UTF-8 ALL", "All, Count Date")]
    [InlineData("RETURN () (DATE) UTF-8 ALL", "All Date")]
    [InlineData("RETURN (PARTIAL 5:1 UPDATE CONTEXT) (DATE) UTF-8 ALL", "Partial, Context, Update 5:1 Date")]
    [InlineData("RETURN (PARTIAL -1:-100) (DATE) UTF-8 ALL", "Partial -1:-100 Date")]
    [InlineData("(DATE) X-NONE ALL", "Date of an unknown charset")]
    [InlineData("(DATE) ALL", null)]
    [InlineData("() UTF-8 ALL", null)]
    [InlineData("DATE UTF-8 ALL", null)]
    [InlineData("(REVERSE) UTF-8 ALL", null)]
    [InlineData("(REVERSE REVERSE DATE) UTF-8 ALL", null)]
    [InlineData("(DATE UTF-8 ALL", null)]
    [InlineData("(DATE) UTF-8", null)]
    [InlineData("RETURN (ALL PARTIAL 1:2) (DATE) UTF-8 ALL", null)]
    [InlineData("RETURN (PARTIAL 1:2 PARTIAL 1:2) (DATE) UTF-8 ALL", null)]
    [InlineData("RETURN (PARTIAL 0:2) (DATE) UTF-8 ALL", null)]
    [InlineData("RETURN (PARTIAL -1:2) (DATE) UTF-8 ALL", null)]
    [InlineData("RETURN (PARTIAL 1:*) (DATE) UTF-8 ALL", null)]
    public void A_sort_is_read(string arguments, string? read) => Assert.Equal(read, Read(arguments));

    [Fact]
    public void A_criterion_counts_once_however_often_it_comes() => Assert.Equal("Date", Read($"({string.Join(' ', Enumerable.Repeat("DATE REVERSE DATE", 5_000))}) UTF-8 ALL"));

    [Theory]
    [InlineData("1:3", 5, 0, 3)]
    [InlineData("3:1", 5, 0, 3)]
    [InlineData("4:9", 5, 3, 2)]
    [InlineData("6:9", 5, 0, 0)]
    [InlineData("-1:-2", 5, 3, 2)]
    [InlineData("-4:-9", 5, 0, 2)]
    [InlineData("-6:-9", 5, 0, 0)]
    [InlineData("1:4294967295", 0, 0, 0)]
    public void A_part_of_the_results_is_taken(string range, int results, int first, int count)
    {
        var reader = new ImapReader(Encoding.ASCII.GetBytes(range));
        Assert.True(PartialResults.TryRead(ref reader, out var partial) && reader.End());
        Assert.Equal((first, count), partial.Of(results));
        Assert.Equal(range, partial.ToString());
    }

    [Fact]
    public void An_answer_keeps_the_order_and_ranges_ascend()
    {
        var response = new SearchResponse([5, 4, 7, 8, 9, 2, 1], null);
        Assert.Equal("* SORT 5 4 7 8 9 2 1\r\n", Shown.Written(o => response.WriteList(o, "SORT"u8)));
        Assert.Equal(
            "* ESEARCH (TAG \"a\") UID MIN 5 MAX 1 ALL 5,4,7:9,2,1 COUNT 7\r\n",
            Shown.Written(o => response.Write(o, new("a", true), new(SearchReturn.Min | SearchReturn.Max | SearchReturn.All | SearchReturn.Count))));
        Assert.Equal(
            "* ESEARCH (TAG \"a\") PARTIAL (3:4 7:8)\r\n", Shown.Written(o => response.Write(o, new("a", false), new(SearchReturn.Partial, new(3, 4, FromEnd: false)))));
        Assert.Equal(
            "* ESEARCH (TAG \"a\") PARTIAL (8:9 NIL)\r\n", Shown.Written(o => response.Write(o, new("a", false), new(SearchReturn.Partial, new(8, 9, FromEnd: false)))));
    }

    private static string? Read(string arguments)
    {
        var reader = new ImapReader(Encoding.ASCII.GetBytes(" " + arguments));
        if (!SortRequest.TryRead(ref reader, out var request))
            return null;
        var options = request.Options;
        return $"{(options.Return == SearchReturn.Unsaid ? "" : $"{options.Return} ")}{(options.Partial is { } partial ? $"{partial} " : "")}"
            + string.Join(' ', request.Criteria.Select(c => (c.Reverse ? "-" : "") + c.Key)) + (request.Program.Query is null ? " of an unknown charset" : "");
    }
}
