using System.Globalization;
using Postfach.Bench.Load;
using Postfach.Bench.Servers;

namespace Postfach.Bench.Figures;

/// <summary>Servers that have just started: how soon they are ready, what memory they hold, and mailboxes that nobody has looked at since.</summary>
internal static class StartFigures
{
    private const double MiB = 1 << 20;

    public static IEnumerable<Figure> All =>
    [
        ColdSelect("first SELECT of a cold mailbox of 50,000", BenchUsers.Large, "INBOX", MailSet.Large) with { Aim = Aim.Times(1) },
        ColdSelect("first SELECT of a cold mailbox of 1,000,000", BenchUsers.Million, BenchUsers.MillionMailbox, MailSet.Million) with
        {
            Asked = ServerKinds.Postfach,
        },
        Ours("memory more with a mailbox of 1,000,000 selected", "MiB", 40, s => MillionMemoryAsync(s, readAll: false)) with { Needs = MailSet.Million },
        Ours("the same after all its flags were fetched", "MiB", null, s => MillionMemoryAsync(s, readAll: true)) with
        {
            Needs = MailSet.Million, Words = "memory million",
        },
        Ours("resident memory of a fresh serve", "MiB", 80, _ => FreshAsync(1, s => Task.FromResult(s.ResidentBytes() / MiB))),
        Ours("serve ready after start", "s", 0.7, _ => ReadyAsync(1)),
        Ours("serve ready after start, 1,000 accounts", "s", 0.7, _ => ReadyAsync(1_000)),
    ];

    /// <summary>
    /// Seconds from the start of the process to <c>ready</c>, the median of three starts, with so many accounts in the data folder that have mail in them.
    /// </summary>
    public static Task<double> ReadyAsync(int accounts) => FreshAsync(accounts, async server =>
    {
        var took = new double[3];
        for (var i = 0; i < took.Length; i++)
        {
            await server.StopAsync();
            took[i] = (await server.StartAsync()).TotalSeconds;
        }

        return Pace.Median(took);
    });

    /// <summary>Of a Postfach of its own, that has been started with so many accounts and asked nothing.</summary>
    public static async Task<double> FreshAsync(int accounts, Func<PostfachServer, Task<double>> measure)
    {
        using var folder = BenchFolder.Create();
        await using var server = new PostfachServer(folder, certificate: null);
        await server.AddUsersAsync(Users(accounts), messages: 1);
        await server.StartAsync();
        return await measure(server);
    }

    public static IReadOnlyList<string> Users(int count) =>
        [.. Enumerable.Range(1, count).Select(n => string.Create(CultureInfo.InvariantCulture, $"user{n:D5}"))];

    /// <summary>The server starts anew and serves somebody else before: it is the mailbox that is cold, not the program.</summary>
    public static async Task<double> ColdSelectAsync(MailServer server, string user, string mailbox)
    {
        await server.RestartAsync();
        using (var other = await server.LogInAsync(BenchUsers.Small, "INBOX"))
            await other.RunAsync("LOGOUT");
        using var imap = await server.LogInAsync(user);
        return await Pace.MillisecondsAsync(1, async _ => await imap.RunAsync($"SELECT {mailbox}"));
    }

    private static Figure ColdSelect(string name, string user, string mailbox, MailSet needs) => new()
    {
        Name = name, Words = "cold", Unit = "ms", HigherIsBetter = false, Needs = needs, WarmsUp = false,
        Measure = s => ColdSelectAsync(s, user, mailbox),
    };

    private static Figure Ours(string name, string unit, double? most, Func<MailServer, Task<double>> measure) => new()
    {
        Name = name, Unit = unit, HigherIsBetter = false, Aim = most is { } value ? Aim.AtMost(value) : null, Asked = ServerKinds.Postfach, WarmsUp = false,
        Measure = measure,
    };

    // MiB. Another mailbox is selected before, so that the code that a first SELECT needs does not count.
    private static async Task<double> MillionMemoryAsync(MailServer server, bool readAll)
    {
        await server.RestartAsync();
        using var imap = await server.LogInAsync(BenchUsers.Small, "INBOX");
        await imap.RunAsync("FETCH 1:* (FLAGS)");
        var before = server.MemoryBytes();
        using var million = await server.LogInAsync(BenchUsers.Million, BenchUsers.MillionMailbox, buffer: LoadConnection.Large);
        if (readAll)
            await million.RunAsync("FETCH 1:* (FLAGS)");
        return (server.MemoryBytes() - before) / MiB;
    }
}
