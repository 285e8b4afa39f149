using CsCheck;
using Postfach.Protocol.Pop3;
using Postfach.Protocol.Tests.Lines;

namespace Postfach.Protocol.Tests.Pop3;

public sealed class TopExtentTests
{
    [Theory]
    [InlineData("A: 1\r\nB: 2\r\n\r\none\r\ntwo\r\n", 0, "A: 1\r\nB: 2\r\n\r\n")]
    [InlineData("A: 1\r\nB: 2\r\n\r\none\r\ntwo\r\n", 1, "A: 1\r\nB: 2\r\n\r\none\r\n")]
    [InlineData("A: 1\r\nB: 2\r\n\r\none\r\ntwo\r\n", 9, "A: 1\r\nB: 2\r\n\r\none\r\ntwo\r\n")]
    [InlineData("A: 1\r\n\r\n\r\n\r\n", 1, "A: 1\r\n\r\n\r\n")]
    [InlineData("A: 1\n\none\ntwo\n", 1, "A: 1\n\none\n")]
    [InlineData("\r\none\r\n", 0, "\r\n")]
    [InlineData("\none\n", 0, "\n")]
    [InlineData("A: 1\r\n", 0, "A: 1\r\n")]
    [InlineData("A: 1", 5, "A: 1")]
    [InlineData("A\r\n\r\r\n\r\none", 0, "A\r\n\r\r\n\r\n")]
    [InlineData("A\r\n\r\nlast", 1, "A\r\n\r\nlast")]
    [InlineData("", 3, "")]
    public void The_top_is_the_header_the_empty_line_and_so_many_lines(string message, uint lines, string top)
    {
        foreach (var cuts in (int[][])[[1], [2], [1000]])
            Assert.Equal(top, TopOf(Pieces.Latin(message), lines, cuts));
    }

    [Fact]
    public void The_top_does_not_depend_on_how_the_bytes_are_cut() => Gen.Select(Pieces.Bytes, Pieces.Cuts, Gen.UInt[0, 5]).Sample((bytes, cuts, lines) =>
        Assert.Equal(TopOf(bytes, lines, [int.MaxValue]), TopOf(bytes, lines, cuts)));

    private static string TopOf(byte[] message, uint lines, int[] cuts)
    {
        var extent = new TopExtent(lines);
        var top = "";
        foreach (var piece in Pieces.Of(message, cuts))
            top += Pieces.Latin(piece.AsSpan(0, extent.Take(piece)));
        return top;
    }
}
