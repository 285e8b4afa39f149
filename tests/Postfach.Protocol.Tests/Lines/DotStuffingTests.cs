using System.Buffers;
using CsCheck;
using Postfach.Protocol.Lines;

namespace Postfach.Protocol.Tests.Lines;

public sealed class DotStuffingTests
{
    [Theory]
    [InlineData("", ".\r\n")]
    [InlineData("a", "a\r\n.\r\n")]
    [InlineData("a\r\n", "a\r\n.\r\n")]
    [InlineData("a\r", "a\r\r\n.\r\n")]
    [InlineData("a\n", "a\n\r\n.\r\n")]
    [InlineData(".", "..\r\n.\r\n")]
    [InlineData(".\r\n", "..\r\n.\r\n")]
    [InlineData("..\r\n", "...\r\n.\r\n")]
    [InlineData("a\r\n.b\r\n", "a\r\n..b\r\n.\r\n")]
    [InlineData("a\r.b\r\n", "a\r.b\r\n.\r\n")]
    [InlineData("\0\0\r\n", "\0\0\r\n.\r\n")]
    public void A_body_is_stuffed_alike_for_both_ideas_of_a_line(string body, string sent)
    {
        Assert.Equal(sent, Pieces.Latin(Stuffed(Pieces.Latin(body), [1000], LineEnding.CrLf)));
        Assert.Equal(sent, Pieces.Latin(Stuffed(Pieces.Latin(body), [1000], LineEnding.Lf)));
    }

    [Fact]
    public void A_dot_behind_a_bare_LF_is_stuffed_only_for_readers_that_may_see_a_line_there()
    {
        Assert.Equal("a\n.\r\n.\r\n", Pieces.Latin(Stuffed("a\n.\r\n"u8.ToArray(), [1000], LineEnding.CrLf)));
        Assert.Equal("a\n..\r\n.\r\n", Pieces.Latin(Stuffed("a\n.\r\n"u8.ToArray(), [1000], LineEnding.Lf)));
    }

    [Theory]
    [InlineData(LineEnding.CrLf)]
    [InlineData(LineEnding.Lf)]
    public void Stuffing_does_not_depend_on_how_the_bytes_are_cut(LineEnding lines) =>
        Gen.Select(Pieces.Bytes, Pieces.Cuts).Sample((bytes, cuts) =>
            Assert.Equal(Stuffed(bytes, [int.MaxValue], lines), Stuffed(bytes, cuts, lines)));

    [Theory]
    [InlineData(LineEnding.CrLf)]
    [InlineData(LineEnding.Lf)]
    public void What_was_stuffed_comes_back_with_a_CRLF_at_its_end_and_what_follows_is_left(LineEnding lines) =>
        Gen.Select(Pieces.Bytes, Pieces.Cuts, Pieces.Cuts).Sample((bytes, cutsOut, cutsIn) =>
        {
            var sent = Stuffed(bytes, cutsOut, lines);
            Assert.True(TryUnstuff([.. sent, .. "QUIT\r\n"u8], cutsIn, lines, out var body, out var consumed));
            Assert.Equal(WithFinalCrLf(bytes), body);
            Assert.Equal(sent.Length, consumed);
        });

    [Fact]
    public void Any_line_based_reader_sees_only_one_end_in_what_is_stuffed_for_LF() => Pieces.Bytes.Sample(bytes =>
    {
        var lines = Pieces.Latin(Stuffed(bytes, [7], LineEnding.Lf)).Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        Assert.Equal(lines.Count - 2, lines.IndexOf("."));
    });

    [Theory]
    [InlineData(".\r\n", "")]
    [InlineData("\r\n.\r\n", "\r\n")]
    [InlineData("a\r\n.\r\n", "a\r\n")]
    [InlineData("a\n.\n\r\n.\r\n", "a\n.\n\r\n")]
    [InlineData("a\n.\r\n\r\n.\r\n", "a\n.\r\n\r\n")]
    [InlineData("a\r.\r\r\n.\r\n", "a\r.\r\r\n")]
    [InlineData("a\r\n.\nb\r\n.\r\n", "a\r\n\nb\r\n")]
    [InlineData("a\r\n.\rb\r\n.\r\n", "a\r\n\rb\r\n")]
    [InlineData("a\r\n.\r\r\n.\r\n", "a\r\n\r\r\n")]
    [InlineData("..\r\n.b\r\n.\r\n", ".\r\nb\r\n")]
    public void Only_CRLF_dot_CRLF_ends_a_message_from_a_mail_server(string sent, string body)
    {
        foreach (var cuts in (int[][])[[1], [2], [3], [1000]])
        {
            Assert.True(TryUnstuff(Pieces.Latin(sent), cuts, LineEnding.CrLf, out var read, out var consumed));
            Assert.Equal(body, Pieces.Latin(read));
            Assert.Equal(sent.Length, consumed);
        }
    }

    [Theory]
    [InlineData("a\r\n.\r")]
    [InlineData("a\r\n.\n")]
    [InlineData("a\n.\r\n")]
    [InlineData("a\r.\r\n")]
    [InlineData("a.\r\n")]
    public void Without_that_a_message_goes_on(string sent) =>
        Assert.False(TryUnstuff(Pieces.Latin(sent), [1], LineEnding.CrLf, out _, out _));

    private static byte[] WithFinalCrLf(byte[] bytes) =>
        bytes is [] or [.., (byte)'\r', (byte)'\n'] ? bytes : [.. bytes, .. "\r\n"u8];

    private static byte[] Stuffed(byte[] body, int[] cuts, LineEnding lines)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new DotStuffedWriter(output, lines);
        foreach (var piece in Pieces.Of(body, cuts))
            writer.Write(piece);
        writer.Complete();
        return output.WrittenSpan.ToArray();
    }

    private static bool TryUnstuff(byte[] sent, int[] cuts, LineEnding lines, out byte[] body, out int consumed)
    {
        var output = new ArrayBufferWriter<byte>();
        var unstuffer = new DotUnstuffer(lines);
        var ended = false;
        consumed = 0;
        foreach (var piece in Pieces.Of(sent, cuts))
        {
            ended = unstuffer.Read(piece, output, out var taken);
            consumed += taken;
            if (ended)
                break;
        }

        body = output.WrittenSpan.ToArray();
        return ended;
    }
}
