using System.Text;
using CsCheck;
using Postfach.Protocol.Imap;

namespace Postfach.Protocol.Tests.Imap;

/// <summary>Modified UTF-7. RFC 3501 §5.1.3.</summary>
public sealed class MailboxNameCodecTests
{
    [Theory]
    [InlineData("~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語")]
    [InlineData("Entw&APw-rfe", "Entwürfe")]
    [InlineData("A&-B", "A&B")]
    [InlineData("&2D3eAA-", "😀")]
    [InlineData("INBOX", "INBOX")]
    public void A_name_is_read_and_written(string wire, string name)
    {
        Assert.True(MailboxNameCodec.TryDecode(Encoding.ASCII.GetBytes(wire), out var decoded));
        Assert.Equal(name, decoded);
        Assert.Equal(wire, Encoding.ASCII.GetString(MailboxNameCodec.Encode(name)));
    }

    [Fact]
    public void UTF_8_is_read_as_it_stands()
    {
        Assert.True(MailboxNameCodec.TryDecode("Entwürfe & mehr"u8, out var name));
        Assert.Equal("Entwürfe & mehr", name);
    }

    [Theory]
    [InlineData("&")] // not ended
    [InlineData("&U,BTFw")] // not ended
    [InlineData("&Jjo!-")] // not base64
    [InlineData("&U/BTFw-")] // "/" is written ","
    [InlineData("&AGEAYg-")] // "ab" represents itself
    [InlineData("&APw-&APw-")] // two runs that are one
    [InlineData("&APx-")] // bits left over
    [InlineData("&2D0-")] // half a character
    [InlineData("&APw=-")] // padded
    public void What_would_be_written_otherwise_is_refused(string wire) => Assert.False(MailboxNameCodec.TryDecode(Encoding.ASCII.GetBytes(wire), out _));

    [Fact]
    public void Every_name_comes_back() => Gen.String.Sample(text =>
    {
        var name = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        Assert.True(MailboxNameCodec.TryDecode(MailboxNameCodec.Encode(name), out var decoded));
        Assert.Equal(name, decoded);
    });
}
