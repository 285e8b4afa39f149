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
    public async Task The_time_of_a_search_is_that_of_all_its_mailboxes_together()
    {
        var time = new TickingTime();
        await using var server = await TestServer.StartAsync(new TestServer { Time = time, ImapLimits = new ImapSessionLimits { SearchTime = TimeSpan.FromSeconds(90) } });
        await server.AppendAsync("INBOX", 12);
        await server.AppendAsync("Archive", 12);
        var client = await server.ImapAsync();
        var (sent, told) = (new HashSet<string>(), new List<int>());
        time.Tick = TimeSpan.FromSeconds(4);
        await client.SayAsync("a ESEARCH IN (inboxes) RETURN (COUNT) BODY 1\r\nb ESEARCH IN (personal) RETURN (COUNT) BODY 1\r\n");
        while (sent.Count < 2 && await client.HearAsync() is { } line)
        {
            if (line is ['a' or 'b', ' ', ..])
                sent.Add(line[..10]);
            else if (line.StartsWith("* OK [INPROGRESS (\"b\" ", StringComparison.Ordinal))
                told.Add(int.Parse(line.Split(' ')[4], System.Globalization.CultureInfo.InvariantCulture));
        }

        Assert.Contains("a OK That ", sent);
        Assert.Contains("b NO [LIMI", sent);
        Assert.Equal(told.Order(), told);
        Assert.True(told[^1] > 12, "The messages of the second mailbox are counted on.");
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
