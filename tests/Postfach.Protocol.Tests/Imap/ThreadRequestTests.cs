using System.Text;
using Postfach.Mail;
using Postfach.Protocol.Imap;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Protocol.Tests.Imap;

public sealed class ThreadRequestTests
{
    private const int None = ThreadForest.None;

    [Theory]
    [InlineData("REFERENCES UTF-8 ALL", ThreadAlgorithm.References)]
    [InlineData("orderedsubject US-ASCII SINCE 5-MAR-2000", ThreadAlgorithm.OrderedSubject)]
    [InlineData("REFS \"UTF-8\" ALL", ThreadAlgorithm.Refs)]
    [InlineData("REFERENCES ALL", null)]
    [InlineData("NOSUCH UTF-8 ALL", null)]
    [InlineData("REFERENCES UTF-8", null)]
    [InlineData("", null)]
    public void A_request_for_threads_is_read(string arguments, ThreadAlgorithm? algorithm)
    {
        var reader = new ImapReader(Encoding.ASCII.GetBytes(" " + arguments));
        Assert.Equal(algorithm, ThreadRequest.TryRead(ref reader, out var request) ? request.Algorithm : null);
    }

    // The first example of RFC 5256 §4: "* THREAD (2)(3 6 (4 23)(44 7 96))", and one with a message that is not there.
    [Fact]
    public void Threads_are_nested_where_they_branch()
    {
        var forest = new ThreadForest(10, 0, FirstChild: [None, 2, 3, 4, None, 6, 7, None, None, None, 8], NextSibling: [1, 10, None, 5, None, None, None, None, 9, None, None]);
        Assert.Equal("* THREAD (2)(3 6 (4 23)(44 7 96))((11)(12))\r\n", Written(forest, [2, 3, 6, 4, 23, 44, 7, 96, 11, 12]));
        Assert.Equal("* THREAD\r\n", Written(new ThreadForest(0, None, [], []), []));
    }

    [Fact]
    public void Threads_of_any_depth_are_written()
    {
        // Each message has two children, of which the second goes on.
        const int depth = 50_000;
        var forest = new ThreadForest(2 * depth, 0, new int[2 * depth], new int[2 * depth]);
        for (var i = 0; i < depth; i++)
        {
            (forest.FirstChild[2 * i], forest.FirstChild[(2 * i) + 1]) = (i + 1 < depth ? (2 * i) + 1 : None, None);
            (forest.NextSibling[2 * i], forest.NextSibling[(2 * i) + 1]) = (None, i + 1 < depth ? (2 * i) + 2 : None);
        }

        forest.NextSibling[0] = None;
        var written = Written(forest, [.. Enumerable.Repeat(1u, 2 * depth)]);
        Assert.Equal(written.Count(c => c == '('), written.Count(c => c == ')'));
    }

    private static string Written(ThreadForest forest, uint[] numbers) => Shown.Written(new ThreadResponse(forest, numbers).Write);
}
