using System.Text;
using Postfach.Mail;

namespace Postfach.Files.Tests;

public sealed class MboxTests : IAsyncDisposable
{
    private readonly TestAccount _account = new();

    public ValueTask DisposeAsync() => _account.DisposeAsync();

    [Theory]
    [InlineData("From a@example.org Thu Aug 22 10:45:52 2002")]
    [InlineData("From - Thu Aug 22 10:45:52 2002")]
    [InlineData("From MAILER-DAEMON Thu Aug 22 10:45 2002")]
    [InlineData("From a b c Thu Aug 22 10:45:52 MET DST 2002 remote from x")]
    [InlineData("From 1531@xxx Thu Aug 22 10:45:52 +0000 2002")]
    [InlineData("From a@example.org Thu, 22 Aug 2002 10:45:52 +0000")]
    [InlineData("From a@example.org 2002-08-22 10:45:52")]
    [InlineData("From \"a b\"@example.org  Thu Aug 22 10:45:52 2002\r")]
    public void Lines_of_real_writers_part_messages(string line)
    {
        Assert.True(FromLine.TryRead(Encoding.Latin1.GetBytes(line), out var date));
        Assert.Equal(new DateTime(2002, 8, 22), date.ToDateTimeOffset().Date);
    }

    [Theory]
    [InlineData("From here to there, all of it")]
    [InlineData("From May 2002 on")]
    [InlineData("From: a@example.org Thu Aug 22 10:45:52 2002")]
    [InlineData("From a@example.org Thu Aug 42 10:45:52 2002")]
    [InlineData("From ")]
    public void Lines_of_text_do_not(string line) => Assert.False(FromLine.TryRead(Encoding.Latin1.GetBytes(line), out _));

    [Fact]
    public void An_unquoted_line_in_a_body_parts_nothing() => Assert.Equal(
        ["A: 1\n\nFrom here to there\n\nFrom a@b Thu Aug 22 10:45:52 2002\nno header\n", "B: 2\n\ny\n"],
        Read("From a@b Thu Aug 22 10:45:52 2002\nA: 1\n\nFrom here to there\n\nFrom a@b Thu Aug 22 10:45:52 2002\nno header\n\nFrom - Thu Aug 22 10:45:52 2002\nB: 2\n\ny\n\n"));

    [Fact]
    public void A_length_that_leads_to_the_next_message_is_believed() => Assert.Equal(
        ["Content-Length: 48\n\nFrom c@d Thu Aug 22 10:45:52 2002\nC: 3\n\n>From x\n", "B: 2\n\ny\n"],
        Read("From a@b Thu Aug 22 10:45:52 2002\nContent-Length: 48\n\nFrom c@d Thu Aug 22 10:45:52 2002\nC: 3\n\n>From x\n\nFrom - Thu Aug 22 10:45:52 2002\nB: 2\n\ny\n"));

    [Fact]
    public void A_length_that_leads_elsewhere_is_not() => Assert.Equal(
        ["Content-Length: 3\n\nlonger\n", "Content-Length: 999999\n\ny\n"],
        Read("From a@b Thu Aug 22 10:45:52 2002\nContent-Length: 3\n\nlonger\n\nFrom - Thu Aug 22 10:45:52 2002\nContent-Length: 999999\n\ny\n"));

    [Fact]
    public void What_comes_before_the_first_message_is_told()
    {
        Assert.Equal(["A: 1\n\nx\n"], Read("garbage\n\nFrom a@b Thu Aug 22 10:45:52 2002\nA: 1\n\nx\n"));
        Assert.Equal(0, Assert.Single(_account.LeftOut).Offset);
    }

    [Theory]
    [InlineData("Status: RO\nX-Status: AF\n", MessageFlags.Seen | MessageFlags.Answered | MessageFlags.Flagged)]
    [InlineData("X-Mozilla-Status: 0003\n", MessageFlags.Seen | MessageFlags.Answered)]
    [InlineData("X-Gmail-Labels: Inbox,Starred\n", MessageFlags.Seen | MessageFlags.Flagged)]
    [InlineData("X-Gmail-Labels: Inbox,Unread\n", MessageFlags.None)]
    [InlineData("Subject: x\n", MessageFlags.None)]
    public void Flags_are_where_programs_keep_them(string fields, MessageFlags flags) =>
        Assert.Equal(flags, Messages($"From a@b Thu Aug 22 10:45:52 2002\n{fields}\nx\n").Single().Flags.System);

    [Fact]
    public void Messages_that_Thunderbird_deleted_are_left_out() => Assert.Equal(
        ["X-Mozilla-Status: 0001\n\nx\n"],
        Read("From - Thu Aug 22 10:45:52 2002\nX-Mozilla-Status: 0009\n\nx\n\nFrom - Thu Aug 22 10:45:52 2002\nX-Mozilla-Status: 0001\n\nx\n"));

    [Theory]
    [InlineData(Quoting.None, ">From a\n>>From b\n", ">From a\r\n>>From b\r\n")]
    [InlineData(Quoting.OnlyFrom, ">From a\n>>From b\n> x\n", "From a\r\n>>From b\r\n> x\r\n")]
    [InlineData(Quoting.OneMore, ">From a\r\n>>From b\n>>>\n>Fro\rm", "From a\r\n>From b\r\n>>>\r\n>Fro\rm")]
    public void Text_becomes_what_it_was_in_whatever_pieces_it_comes(Quoting quoting, string file, string text)
    {
        for (var size = 1; size <= file.Length; size++)
        {
            var lines = new LineNormalizer(quoting, keepsLineEnds: false);
            var output = new System.Buffers.ArrayBufferWriter<byte>();
            foreach (var piece in Encoding.Latin1.GetBytes(file).Chunk(size))
                lines.Write(piece, output);
            lines.Complete(output);
            Assert.Equal(text, Encoding.Latin1.GetString(output.WrittenSpan));
        }
    }

    [Fact]
    public void Messages_far_beyond_the_window_are_found_whole()
    {
        var long1 = "A: 1\n\n" + string.Concat(Enumerable.Repeat("From nowhere\nlong line ", 60_000)) + "\n";
        var long2 = "B: 1\n\n" + new string('x', 700_001) + "\n";
        Assert.Equal([long1, long2], Read($"From - Thu Aug 22 10:45:52 2002\n{long1}\nFrom - Thu Aug 22 10:45:52 2002\n{long2}"));
    }

    private List<SourceMessage> Messages(string text) => [.. Mbox.Read(_account.Write("mbox", text), null, _account.LeftOut.Add)];

    private List<string> Read(string text) => [.. Messages(text).Select(m => text.Substring((int)m.Offset, (int)m.Length))];
}
