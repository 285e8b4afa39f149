namespace Postfach.Retrieval.Tests.RealServers;

/// <summary>Runs against the servers that many providers are made of. What they serve is read by a client that knows nothing of the product.</summary>
public sealed class RealServerTests(RealServers servers) : IClassFixture<RealServers>
{
    /// <summary>Each server with each protocol.</summary>
    public static TheoryData<string, string> All { get; } = new()
    {
        { RealServers.Courier, "imap" }, { RealServers.Courier, "pop3" }, { RealServers.Cyrus, "imap" }, { RealServers.Cyrus, "pop3" },
    };

    [Theory]
    [MemberData(nameof(All))]
    public async Task Messages_come_byte_for_byte_and_only_once(string server, string protocol)
    {
        var mailbox = Mailbox(server, protocol, "all");
        Assert.InRange(await mailbox.FillAsync(), 1, RealMailbox.Messages);
        var served = await mailbox.ServedAsync();
        await using var source = await SourceAsync(server, protocol, "all", "leave");

        var first = await source.RunAsync();
        Assert.Equal((RealMailbox.Messages, 0), (first.Fetched, first.Missing));
        Assert.Equal(served.Order(StringComparer.Ordinal), (await source.TextsAsync()).Order(StringComparer.Ordinal));

        var second = await source.RunAsync();
        Assert.Equal((0, 0, 0), (second.Fetched, second.Missing, second.Deleted));
        Assert.Equal(RealMailbox.Messages, (await source.TextsAsync()).Count);
        Assert.Equal(served, await mailbox.ServedAsync());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_is_to_go_is_gone_there_and_here_once(string server, string protocol)
    {
        var mailbox = Mailbox(server, protocol, "delete");
        await mailbox.FillAsync();
        var served = await mailbox.ServedAsync();
        await using var source = await SourceAsync(server, protocol, "delete", "delete");

        var report = await source.RunAsync();
        Assert.Equal((RealMailbox.Messages, RealMailbox.Messages, 0), (report.Fetched, report.Deleted, report.Missing));
        Assert.True(await mailbox.IsEmptyAsync());
        Assert.Equal(served.Order(StringComparer.Ordinal), (await source.TextsAsync()).Order(StringComparer.Ordinal));
        Assert.Equal(0, (await source.RunAsync()).Fetched);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_copy_stays_for_its_seven_days(string server, string protocol)
    {
        var mailbox = Mailbox(server, protocol, "days");
        await mailbox.FillAsync();
        var served = await mailbox.ServedAsync();
        await using var source = await SourceAsync(server, protocol, "days", "delete-after=7d");
        Assert.Equal(RealMailbox.Messages, (await source.RunAsync()).Fetched);

        source.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.Equal(0, (await source.RunAsync()).Deleted);
        Assert.Equal(served, await mailbox.ServedAsync());

        source.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(RealMailbox.Messages, (await source.RunAsync()).Deleted);
        Assert.True(await mailbox.IsEmptyAsync());
        Assert.Equal(served.Order(StringComparer.Ordinal), (await source.TextsAsync()).Order(StringComparer.Ordinal));
    }

    private RealMailbox Mailbox(string server, string protocol, string test) =>
        new(servers.EndPoint(server, "imap"), servers.EndPoint(server, protocol), protocol == "pop3", protocol + test);

    private Task<RealSource> SourceAsync(string server, string protocol, string test, string rule) =>
        RealSource.StartAsync(servers.EndPoint(server, protocol), protocol == "pop3", protocol + test, rule);
}
