using Postfach.Bench.Load;
using Postfach.Bench.Servers;

namespace Postfach.Bench.Figures;

/// <summary>What the full-text index costs: time to make it, the disk, memory, and deliveries beside it.</summary>
internal static class IndexFigures
{
    private const double MiB = 1 << 20;
    private const int Turns = 4;

    private static readonly IReadOnlyDictionary<string, string> Off = new Dictionary<string, string> { ["POSTFACH_Search__Index"] = "false" };
    private static readonly IReadOnlyDictionary<string, string> AtOnce = new Dictionary<string, string> { ["POSTFACH_Search__IdleDelay"] = "00:00:00.001" };

    public static IEnumerable<Figure> All =>
    [
        new()
        {
            Name = "indexing 50,000 messages", Words = "search index", Unit = "/s", Asked = ServerKinds.Postfach | ServerKinds.DovecotXapian,
            Needs = MailSet.Large, WarmsUp = false, Measure = async s => BenchUsers.LargeMessages / (await s.ReindexAsync(BenchUsers.Large)).TotalSeconds,
        },
        new()
        {
            Name = "the search index, in % of the mail's bytes", Unit = "%", HigherIsBetter = false, Aim = Aim.AtMost(25), WarmsUp = false,
            Asked = ServerKinds.Postfach | ServerKinds.DovecotXapian, Needs = MailSet.Large,
            Measure = s => Task.FromResult(100 * s.IndexBytes(BenchUsers.Large) / MailBytes),
        },
        new()
        {
            Name = "memory more after searching, sorting, threading 50,000", Words = "search index", Unit = "MiB", HigherIsBetter = false, Asked = ServerKinds.All,
            Needs = MailSet.Large, WarmsUp = false, Measure = s => MemoryAsync(s, BenchUsers.Large),
        },
        Deliveries("LMTP deliveries with an index, in % of those without", new Dictionary<string, string>()),
        Deliveries("the same while all is indexed at once", AtOnce),
    ];

    private static double MailBytes { get; } = Enumerable.Range(0, BenchUsers.LargeMessages).Sum(n => (double)Letters.Write(n).Length);

    /// <summary>MiB that the server holds more than before, all its processes together, while the client that asked is still there.</summary>
    public static async Task<double> MemoryAsync(MailServer server, string user)
    {
        await server.RestartAsync();
        using var other = await server.LogInAsync(BenchUsers.Small, "INBOX");
        foreach (var command in Commands)
            await other.RunAsync(command);
        var before = server.MemoryBytes();
        using var imap = await server.LogInAsync(user, "INBOX", buffer: LoadConnection.Large);
        foreach (var command in Commands)
            await imap.RunAsync(command);
        return (server.MemoryBytes() - before) / MiB;
    }

    private static IReadOnlyList<string> Commands =>
    [
        "SEARCH SUBJECT budget", "SEARCH FROM mueller@", "SEARCH BODY children", "SEARCH TEXT budget", "SORT (REVERSE DATE) UTF-8 ALL", "SORT (SUBJECT) UTF-8 ALL",
        "THREAD REFERENCES UTF-8 ALL",
    ];

    private static Figure Deliveries(string name, IReadOnlyDictionary<string, string> settings) => new()
    {
        Name = name, Words = "search index", Unit = "%", Asked = ServerKinds.Postfach, WarmsUp = false, Measure = _ => ShareAsync(settings),
    };

    // Two servers by turns, so that both see the same machine.
    private static Task<double> ShareAsync(IReadOnlyDictionary<string, string> settings) =>
        WithServerAsync(settings, with => WithServerAsync(Off, async without =>
        {
            var (on, off) = (new List<double>(), new List<double>());
            for (var turn = 0; turn <= Turns; turn++)
            {
                on.Add(await DeliveryFigures.DeliverAsync(with, BenchUsers.Receivers));
                off.Add(await DeliveryFigures.DeliverAsync(without, BenchUsers.Receivers));
            }

            // The first turn compiles.
            return 100 * Pace.Median(on.Skip(1)) / Pace.Median(off.Skip(1));
        }));

    private static async Task<double> WithServerAsync(IReadOnlyDictionary<string, string> settings, Func<PostfachServer, Task<double>> measure)
    {
        using var folder = BenchFolder.Create();
        await using var server = new PostfachServer(folder, certificate: null, settings);
        await server.AddUsersAsync(BenchUsers.Receivers);
        await server.StartAsync();
        return await measure(server);
    }
}
