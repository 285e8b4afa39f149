using System.Net;
using Postfach.Server.Listeners;

namespace Postfach.Tests.Listeners;

public sealed class ConnectionCounterTests
{
    // RFC 5737 §3, RFC 3849 §4: addresses for examples.
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8::1", "2001:db8::ffff", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("127.0.0.1", "127.0.0.1", false)]
    [InlineData("::1", "::1", false)]
    public void One_source_is_an_IPv4_address_or_an_IPv6_64_and_never_this_machine(string one, string other, bool same)
    {
        var counter = new ConnectionCounter(new ConnectionLimits { ConnectionsPerAddress = 1 });
        Assert.True(counter.TryEnter(At(one)));
        Assert.Equal(!same, counter.TryEnter(At(other)));
        counter.Leave(At(one));
        Assert.True(counter.TryEnter(At(one)));
    }

    [Fact]
    public void Who_was_refused_does_not_count()
    {
        var counter = new ConnectionCounter(new ConnectionLimits { Connections = 2, ConnectionsPerAddress = 1 });
        Assert.True(counter.TryEnter(At("192.0.2.1")));
        Assert.False(counter.TryEnter(At("192.0.2.1")));
        Assert.True(counter.TryEnter(At("192.0.2.2")));
        Assert.False(counter.TryEnter(At("192.0.2.3")));
        counter.Leave(At("192.0.2.2"));
        Assert.True(counter.TryEnter(At("192.0.2.3")));
    }

    private static IPEndPoint At(string address) => new(IPAddress.Parse(address), 40_000);
}
