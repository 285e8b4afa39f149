using System.Buffers;
using Postfach.Mail;
using Postfach.Protocol.Imap;
using Postfach.Protocol.Tests.Lines;

namespace Postfach.Protocol.Tests.Imap;

public sealed class ImapDateTests
{
    [Theory]
    [InlineData("\"17-Jul-1996 02:44:25 -0700\"")]
    [InlineData("\"01-Jan-1970 00:00:00 +0000\"")]
    [InlineData("\"29-Feb-2024 23:59:59 +0545\"")]
    [InlineData("\"31-Dec-9998 23:59:59 -1200\"")]
    public void A_date_comes_back_as_it_was(string text)
    {
        Assert.True(ImapDate.TryRead(Pieces.Latin(text), out var date));
        Assert.Equal(text, Written(date));
    }

    [Theory]
    [InlineData("\" 7-Jul-1996 02:44:25 -0700\"", "\"07-Jul-1996 02:44:25 -0700\"")]
    [InlineData("\"07-JUL-1996 02:44:25 -0700\"", "\"07-Jul-1996 02:44:25 -0700\"")]
    public void A_space_before_one_digit_and_any_case_are_taken(string text, string written)
    {
        Assert.True(ImapDate.TryRead(Pieces.Latin(text), out var date));
        Assert.Equal(written, Written(date));
    }

    [Theory]
    [InlineData("")]
    [InlineData("17-Jul-1996 02:44:25 -0700")]
    [InlineData("\"17-Jul-1996 02:44:25 -070\"")]
    [InlineData("\"17-Jul-1996 02:44:25x-0700\"")]
    [InlineData("\"17-Jul-1996 02:44:25 0700+\"")]
    [InlineData("\"17-Jul-1996 02:44:25 +0060\"")]
    [InlineData("\"17-Jul-1996 02:44:25 +1401\"")]
    [InlineData("\"31-Feb-1996 02:44:25 +0000\"")]
    [InlineData("\"17-Xyz-1996 02:44:25 +0000\"")]
    [InlineData("\"17-Jul-1996 24:00:00 +0000\"")]
    [InlineData("\"17-Jul-0000 02:44:25 +0000\"")]
    [InlineData("\"01-Jan-0001 00:00:00 +1400\"")]
    [InlineData("\"17-Jul-1996 02:44:25 +\xE9\xE9\xE9\xE9\"")]
    public void What_is_no_date_is_refused(string text) => Assert.False(ImapDate.TryRead(Pieces.Latin(text), out _));

    private static string Written(InternalDate date)
    {
        var output = new ArrayBufferWriter<byte>();
        ImapDate.Write(output, date);
        return Pieces.Latin(output.WrittenSpan);
    }
}
