using Postfach.Mail;

namespace Postfach.Retrieval.Tests.RealServers;

/// <summary>Runs against the servers that many providers are made of.</summary>
public sealed class RealServerTests(RealServers servers) : IClassFixture<RealServers>, IAsyncDisposable
{
    // Milliseconds. A server that hangs is told of, with what it said, and holds nobody up.
    private const int Patience = 60_000;

    /// <summary>Each server with each protocol.</summary>
    public static TheoryData<string, SourceProtocol> All { get; } = new()
    {
        { RealServers.Courier, SourceProtocol.Imap }, { RealServers.Courier, SourceProtocol.Pop3 },
        { RealServers.Cyrus, SourceProtocol.Imap }, { RealServers.Cyrus, SourceProtocol.Pop3 },
    };

    [Theory(Timeout = Patience)]
    [MemberData(nameof(All))]
    public async Task All_mail_comes_byte_for_byte_and_only_once(string server, SourceProtocol protocol)
    {
        var account = servers.Account(server, protocol, "all", TestContext.Current.CancellationToken);
        var there = await account.FillAsync();
        // Two have headers that Cyrus takes from nobody.
        Assert.InRange(there.Count, OddMail.All.Count - (server == RealServers.Cyrus ? 2 : 0), OddMail.All.Count);
        await using var source = account.Source("leave");

        var first = await source.RunWellAsync();
        Assert.Equal((there.Count, 0), (first.Fetched, first.Missing));
        AssertSame(there, await source.TextsAsync());

        var second = await source.RunWellAsync();
        Assert.Equal((0, 0L, 0, 0), (second.Fetched, second.Bytes, second.Missing, second.Deleted));
        Assert.Equal(protocol == SourceProtocol.Pop3 ? [""] : [], source.Opened);
        AssertSame(there, await source.TextsAsync());
        AssertSame(there, (await account.TextsAsync()).Select(account.Arriving));
    }

    [Theory(Timeout = Patience)]
    [MemberData(nameof(All))]
    public async Task What_is_safe_here_goes_there_and_what_came_meanwhile_stays(string server, SourceProtocol protocol)
    {
        var account = servers.Account(server, protocol, "delete", TestContext.Current.CancellationToken);
        var there = await account.FillAsync();
        var late = OddMail.Plain(1);
        await using var source = account.Source("delete");

        source.BeforeDeletion = async () => Assert.Equal([true], await account.DeliverAsync("INBOX", late));
        var report = await source.RunWellAsync();
        Assert.Equal((there.Count, there.Count, 0), (report.Fetched, report.Deleted, report.Missing));
        AssertSame(there, await source.TextsAsync());
        AssertSame([("late", account.Arriving(late))], await account.TextsAsync());

        source.BeforeDeletion = () => Task.CompletedTask;
        report = await source.RunWellAsync();
        Assert.Equal((1, 1, 0), (report.Fetched, report.Deleted, report.Missing));
        Assert.Empty(await account.TextsAsync());
        AssertSame([.. there, ("late", account.Arriving(late))], await source.TextsAsync());
    }

    [Theory(Timeout = Patience)]
    [MemberData(nameof(All))]
    public async Task A_copy_stays_for_its_seven_days(string server, SourceProtocol protocol)
    {
        var account = servers.Account(server, protocol, "days", TestContext.Current.CancellationToken);
        var there = await account.FillAsync();
        await using var source = account.Source("delete-after=7d");
        Assert.Equal(there.Count, (await source.RunWellAsync()).Fetched);

        source.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.Equal(0, (await source.RunWellAsync()).Deleted);
        Assert.Equal(there.Count, (await account.TextsAsync()).Count);

        source.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((0, there.Count), await source.RunWellAsync() is var report ? (report.Fetched, report.Deleted) : default);
        Assert.Empty(await account.TextsAsync());
        AssertSame(there, await source.TextsAsync());
    }

    [Theory(Timeout = Patience)]
    [InlineData(RealServers.Courier, "INBOX.L&APY-sung", "INBOX.Gesendet", "INBOX.Kunden", "INBOX.Kunden.M&APw-ller &- S&APY-hne")]
    [InlineData(RealServers.Cyrus, "L&APY-sung", "Gesendet", "Kunden", "Kunden/M&APw-ller &- S&APY-hne", "Version 1.2", "INBOX/&ZeVnLIqe-")]
    public async Task Mailboxes_land_under_their_names(string server, params string[] mailboxes)
    {
        var account = servers.Account(server, SourceProtocol.Imap, "names", TestContext.Current.CancellationToken);
        foreach (var (mailbox, number) in mailboxes.Select((m, i) => (m, i)))
        {
            await account.CreateAsync(mailbox);
            Assert.Equal([true], await account.AppendAsync(mailbox, OddMail.Plain(number)));
        }

        await using var source = account.Source("leave");
        Assert.Equal(mailboxes.Length, (await source.RunWellAsync()).Fetched);

        var names = new[] { "Lösung", "Sent", "Kunden", "Kunden/Müller & Söhne", "Version 1.2", "INBOX/日本語" };
        foreach (var (landed, number) in names.Take(mailboxes.Length).Select((m, i) => (m, i)))
            Assert.Equal(account.Arriving(OddMail.Plain(number)), Assert.Single(await source.TextsAsync(landed)));
        Assert.Equal(0, (await source.RunWellAsync()).Fetched);
        Assert.Empty(source.Opened);
    }

    // Of Cyrus's POP3 it is not told: what it knows messages by are the UIDs of INBOX, and that cannot be made anew.
    [Theory(Timeout = Patience)]
    [InlineData(RealServers.Courier, SourceProtocol.Imap)]
    [InlineData(RealServers.Courier, SourceProtocol.Pop3)]
    [InlineData(RealServers.Cyrus, SourceProtocol.Imap)]
    public async Task A_mailbox_that_is_numbered_anew_brings_nothing_twice(string server, SourceProtocol protocol)
    {
        var account = servers.Account(server, protocol, "anew", TestContext.Current.CancellationToken);
        var (mailbox, here) = protocol == SourceProtocol.Pop3 ? ("INBOX", "INBOX") : (account.NameOf("Work"), "Work");
        if (mailbox != "INBOX")
            await account.CreateAsync(mailbox);
        var there = await account.FillAsync(mailbox);
        await using var source = account.Source("leave");
        Assert.Equal(there.Count, (await source.RunWellAsync()).Fetched);

        await account.NumberAnewAsync(mailbox);
        Assert.Equal([true], await account.DeliverAsync(mailbox, OddMail.Plain(1)));
        var report = (await source.RunWellAsync()).Mailboxes.Single(m => m.Name == (protocol == SourceProtocol.Pop3 ? "" : mailbox));
        Assert.Equal((1, 3, there.Count - 2), (report.Fetched, report.Vanished, report.Held));
        Assert.Contains(report.Notes, n => n.Contains("were found again by size and header", StringComparison.Ordinal));
        AssertSame([.. there, ("late", account.Arriving(OddMail.Plain(1)))], await source.TextsAsync(here));
        Assert.Equal(0, (await source.RunWellAsync()).Fetched);
    }

    public ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', servers.Log.TakeLast(60)));
        return default;
    }

    // First the names of those that are missing or other, as the texts are long.
    private static void AssertSame(IReadOnlyList<(string Name, string Text)> expected, IEnumerable<string> texts)
    {
        var sorted = texts.Order(StringComparer.Ordinal).ToList();
        Assert.Empty(expected.Where(e => sorted.BinarySearch(e.Text, StringComparer.Ordinal) < 0).Select(e => e.Name));
        Assert.Equal(expected.Select(e => e.Text).Order(StringComparer.Ordinal), sorted);
    }
}
