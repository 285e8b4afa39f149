using Postfach.Server.Imap;

namespace Postfach.Server.Tests.Imap;

public sealed class SearchLimitTests
{
    [Fact]
    public async Task A_search_that_takes_too_long_is_refused_and_leaves_nothing_saved()
    {
        await using var server = await TestServer.StartAsync(new TestServer { ImapLimits = new ImapSessionLimits { SearchTime = TimeSpan.Zero } });
        await server.AppendAsync("INBOX", 3);
        var client = await server.ImapAsync();
        await client.SayAsync("a SEARCH RETURN (SAVE ALL) BODY 2\r\nb FETCH $ UID\r\n");
        Assert.StartsWith("a NO [LIMIT]", await client.HearAsync(), StringComparison.Ordinal);
        Assert.StartsWith("b OK", await client.HearAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_is_broken_off_when_its_client_goes_away()
    {
        var time = new TickingTime();
        await using var server = await TestServer.StartAsync(new TestServer { Time = time });
        await server.AppendAsync("INBOX", 12);
        var client = await server.ImapAsync();
        using var gone = new CancellationTokenSource();
        client.Closed = gone.Token;
        var looks = 0;
        time.Looked = () =>
        {
            if (++looks == 8)
                gone.Cancel();
        };
        time.Tick = TimeSpan.FromMilliseconds(1);
        await client.SayAsync("a SEARCH BODY 1\r\n");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Session);
        Assert.InRange(looks, 8, 9);
        Assert.Null(await client.HearAsync());
    }
}
