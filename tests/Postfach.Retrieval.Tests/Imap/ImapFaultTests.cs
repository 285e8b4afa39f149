using System.Globalization;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Imap;

/// <summary>What providers do that they should not.</summary>
public sealed class ImapFaultTests
{
    [Fact]
    public async Task Messages_that_cannot_be_had_are_listed_with_their_reasons_and_the_others_come()
    {
        await using var server = Filled(8);
        server.Nil.Add(3);
        server.Quirk = command => command.Contains("BODY.PEEK[]", StringComparison.Ordinal)
            ? Has(command, 5) ? "BREAK" : Has(command, 7) ? "NO [SERVERBUG] it is damaged" : null
            : null;
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u");
        var report = await fetching.RunWellAsync();

        Assert.Equal((5, 3), (report.Fetched, report.Missing));
        var reasons = report.Mailboxes[0].Missing.ToDictionary(m => m.Id, m => m.Why);
        Assert.Contains("NIL", reasons["3"], StringComparison.Ordinal);
        Assert.Contains("connection breaks", reasons["5"], StringComparison.Ordinal);
        Assert.Contains("damaged", reasons["7"], StringComparison.Ordinal);
        Assert.Equal(["1", "2", "4", "6", "8"], fetching.Lines("INBOX").Where(l => l.Value.State == CopyState.There).Select(l => l.Key).Order());

        // They are tried again, and come once they can.
        server.Nil.Clear();
        server.Quirk = _ => null;
        report = await fetching.RunWellAsync();
        Assert.Equal((3, 0), (report.Fetched, report.Missing));
        Assert.Equal(8, (await fetching.MessagesAsync("INBOX")).Count);
        Assert.Equal(0, (await fetching.RunWellAsync()).Fetched);
    }

    [Fact]
    public async Task Without_UIDPLUS_nothing_is_expunged_while_others_have_marked_something()
    {
        await using var server = Filled(3);
        server.Messages[2].Flags.Add("\\Deleted");
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u", "delete-after=1d keep-newest=2");
        await fetching.RunWellAsync();
        fetching.Time.Advance(TimeSpan.FromDays(1));

        var report = await fetching.RunAsync();
        Assert.Equal(ProviderFault.Protocol, report.Fault);
        Assert.Contains("UIDPLUS", report.Error, StringComparison.Ordinal);
        Assert.Equal(3, server.Messages.Count);
        Assert.DoesNotContain("EXPUNGE", server.Commands);
        Assert.Empty(server.Messages[1].Flags);

        server.Messages[2].Flags.Clear();
        Assert.Equal(1, (await fetching.RunWellAsync()).Deleted);
        Assert.Equal<uint>([2, 3], server.Messages.Keys);
    }

    [Fact]
    public async Task A_server_that_says_OK_and_deletes_nothing_is_noticed()
    {
        await using var server = Filled(3);
        (server.Capabilities, server.Lies) = ("IMAP4rev1 UIDPLUS", true);
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u", "delete-after=1d");
        await fetching.RunWellAsync();
        fetching.Time.Advance(TimeSpan.FromDays(1));

        var report = await fetching.RunAsync();
        Assert.Contains("still there", report.Error, StringComparison.Ordinal);
        Assert.Equal(0, report.Deleted);
        Assert.All(fetching.Lines("INBOX").Values, l => Assert.Equal(CopyState.Deleting, l.State));

        server.Lies = false;
        Assert.Equal(3, (await fetching.RunWellAsync()).Deleted);
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task A_search_that_ends_too_early_takes_no_message_for_gone()
    {
        await using var server = Filled(40);
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u");
        await fetching.RunWellAsync();
        server.SearchCap = 10;
        server.Messages.Remove(33);
        var report = await fetching.RunWellAsync();
        Assert.Equal((39, 1), (report.Mailboxes[0].There, report.Mailboxes[0].Vanished));
        Assert.Equal(CopyState.Vanished, fetching.Lines("INBOX")["33"].State);
        Assert.Equal(CopyState.There, fetching.Lines("INBOX")["40"].State);
    }

    [Theory]
    [InlineData("NO [INUSE] somebody else has it", ProviderFault.Busy, null)]
    [InlineData("NO Request is throttled. Suggested Backoff Time: 299884 milliseconds", ProviderFault.Busy, 299_884)]
    [InlineData("NO [UNAVAILABLE] later", ProviderFault.Busy, null)]
    [InlineData("NO [AUTHENTICATIONFAILED] no", ProviderFault.LogInRefused, null)]
    [InlineData("NO wrong", ProviderFault.LogInRefused, null)]
    public async Task Refusals_of_a_log_in_are_told_apart(string answer, ProviderFault fault, int? milliseconds)
    {
        await using var server = Filled(0);
        server.Quirk = command => command.StartsWith("LOGIN", StringComparison.Ordinal) ? answer : null;
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u");
        var report = await fetching.RunAsync();
        Assert.Equal((fault, milliseconds), (report.Fault, (int?)report.RetryAfter?.TotalMilliseconds));
    }

    [Fact]
    public async Task A_provider_that_throttles_in_the_middle_keeps_what_came()
    {
        await using var server = Filled(3);
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u");
        await fetching.RunWellAsync();
        server.Add(ImapSteps.Text(9));
        server.Quirk = command => command.StartsWith("EXAMINE", StringComparison.Ordinal) ? "NO Request is throttled. Suggested Backoff Time: 5000 milliseconds" : null;
        var report = await fetching.RunAsync();
        Assert.Equal((ProviderFault.Busy, TimeSpan.FromSeconds(5)), (report.Fault, report.RetryAfter));
        Assert.Equal(fetching.Time.GetUtcNow() + TimeSpan.FromSeconds(5), fetching.Source.State.NotBefore);
        Assert.Equal(3, (await fetching.MessagesAsync("INBOX")).Count);
    }

    [Fact]
    public async Task What_waits_for_tomorrow_comes_tomorrow()
    {
        await using var server = Filled(10);
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u", with: s => s with { DailyBytes = server.Messages.Values.Take(4).Sum(m => m.Bytes.Length) });
        Assert.Equal(4, (await fetching.RunWellAsync()).Fetched);
        Assert.Equal(0, (await fetching.RunWellAsync()).Fetched);
        for (var day = 0; day < 4; day++)
        {
            fetching.Time.Advance(TimeSpan.FromDays(1));
            await fetching.RunWellAsync();
        }

        Assert.Equal(10, (await fetching.MessagesAsync("INBOX")).Count);
    }

    [Fact]
    public async Task Messages_that_went_while_others_waited_are_noticed()
    {
        await using var server = Filled(10);
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u", with: s => s with { DailyBytes = server.Messages.Values.Take(4).Sum(m => m.Bytes.Length) });
        await fetching.RunWellAsync();
        for (uint uid = 1; uid <= 4; uid++)
            server.Messages.Remove(uid);
        var report = await fetching.RunWellAsync();
        Assert.Equal((6, 4), (report.Mailboxes[0].There, report.Mailboxes[0].Vanished));
    }

    private static bool Has(string command, int uid) =>
        command.Split(' ')[2].Split(',').Select(r => r.Split(':').Select(e => int.Parse(e, CultureInfo.InvariantCulture)).ToList()).Any(r => r[0] <= uid && uid <= r[^1]);

    private static FakeImapServer Filled(int count)
    {
        var server = new FakeImapServer();
        for (var i = 0; i < count; i++)
            server.Add(ImapSteps.Text(i));
        return server;
    }
}
