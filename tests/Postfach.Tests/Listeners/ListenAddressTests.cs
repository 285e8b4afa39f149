using System.Net;
using Postfach.Server.Listeners;

namespace Postfach.Tests.Listeners;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("imap=127.0.0.1:143", "imap=127.0.0.1:143")]
    [InlineData("imaps=[::1]:0", "imaps=[::1]:0")]
    [InlineData("pop3=localhost:65535", "pop3=127.0.0.1:65535")]
    [InlineData("lmtp=unix:/run/postfach/lmtp.sock", "lmtp=unix:/run/postfach/lmtp.sock")]
    public void An_address_reads_as_it_is_written(string text, string written)
    {
        Assert.True(ListenAddress.TryParse(text, out var address, out var why), why);
        Assert.Equal(written, address.ToString());
    }

    [Fact]
    public void A_star_means_every_address()
    {
        Assert.True(ListenAddress.TryParse("pop3s=*:995", out var address, out _));
        Assert.Contains(((IPEndPoint)address.EndPoint).Address, new[] { IPAddress.IPv6Any, IPAddress.Any });
        Assert.True(address.ImplicitTls);
    }

    [Theory]
    [InlineData("", "not a listener")]
    [InlineData("imap", "no port")]
    [InlineData("smtp=127.0.0.1:25", "not a listener")]
    [InlineData("imap=127.0.0.1", "no port")]
    [InlineData("imap=127.0.0.1:", "no port")]
    [InlineData("imap=127.0.0.1:65536", "no port")]
    [InlineData("imap=127.0.0.1:-1", "no port")]
    [InlineData("imap=127.0.0.1: 1", "no port")]
    [InlineData("imap=:143", "not an IP address")]
    [InlineData("imap=::1:143", "not an IP address")]
    [InlineData("imap=[127.0.0.1]:143", "not an IP address")]
    [InlineData("imap=127.1:143", "not an IP address")]
    [InlineData("imap=mail.example:143", "not an IP address")]
    [InlineData("imap=unix:/tmp/imap", "only lmtp")]
    [InlineData("lmtp=unix:", "needs a path")]
    public void A_wrong_address_is_told_what_is_wrong(string text, string why)
    {
        Assert.False(ListenAddress.TryParse(text, out _, out var reason));
        Assert.Contains(why, reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Unix_path_that_is_too_long_is_refused()
    {
        Assert.False(ListenAddress.TryParse("lmtp=unix:/" + new string('x', 200), out _, out var why));
        Assert.Contains("too long", why, StringComparison.Ordinal);
    }
}
