using System.Diagnostics;
using Postfach.Bench.Figures;
using Postfach.Bench.Load;
using Postfach.Bench.Servers;

namespace Postfach.Bench.Growth;

/// <summary>What is measured as mailboxes grow, and as accounts become more.</summary>
internal static class GrowthFigures
{
    /// <summary>Bytes of a message.</summary>
    public const int Letter = 1300;

    private const int Some = 1_000;
    private static readonly string SomeMessages = $"1:{Some}";

    /// <summary>By the number of messages in the INBOX of a user. Those of a start are last.</summary>
    public static IReadOnlyList<GrowthFigure> ByMessages { get; } =
    [
        new("SELECT", "ms", false, (s, user, _) => SelectAsync(s, user)),
        new("FETCH of all: flags", "ms", true, (s, user, _) => FetchFigures.FetchAsync(s, user, "(FLAGS)")),
        new("FETCH of all: envelopes", "ms", true, (s, user, _) => FetchFigures.FetchAsync(s, user, "(ENVELOPE)", 1)),
        new("FETCH of all: structures", "ms", true, (s, user, _) => FetchFigures.FetchAsync(s, user, "(BODYSTRUCTURE)", 1)),
        new("FETCH of all: listed headers", "ms", true, (s, user, _) => FetchFigures.FetchAsync(s, user, FetchFigures.ListedHeaders, 1)),
        new("FETCH of all: bodies", "ms", true, (s, user, _) => FetchFigures.FetchAsync(s, user, "(BODY.PEEK[])", 1)),
        new("SEARCH UNSEEN", "ms", true, (s, user, _) => SearchAsync(s, user)),
        Search("SEARCH SUBJECT", _ => "SUBJECT budget"),
        Search("SEARCH FROM", _ => "FROM mueller@"),
        Search("SEARCH BODY", _ => "BODY children"),
        Search("SEARCH TEXT", _ => "TEXT budget"),
        Search("SEARCH TEXT, a rare phrase", size => $"TEXT \"{SearchFigures.SubjectInOneMessage(size / 2)}\""),
        Sort("SORT (REVERSE DATE)", "SORT (REVERSE DATE) UTF-8 ALL"),
        Sort("SORT (SUBJECT)", "SORT (SUBJECT) UTF-8 ALL"),
        Sort("THREAD REFERENCES", "THREAD REFERENCES UTF-8 ALL"),
        new("memory more after searching, sorting, threading", "MiB", true, (s, user, _) => IndexFigures.MemoryAsync(s, user)) { Noise = 20 },
        new("STORE of all: flags", "ms", true, (s, user, _) => ChangeFigures.StoreAsync(s, user)),
        new("COPY of 1,000", "ms", false, (s, user, _) => ChangeFigures.CopyAsync(s, user, SomeMessages)),
        new("MOVE of 1,000", "ms", false, (s, user, _) => ChangeFigures.MoveAsync(s, user, SomeMessages)),
        new("delivery", "ms", false, (s, user, _) => DeliverAsync(s, user)) { Noise = 1 },
        new("POP3 log-in", "ms", false, (s, user, _) => Pop3Figures.LogInAsync(s, user)),
        new("POP3 UIDL", "ms", true, (s, user, _) => Pop3Figures.UidlAsync(s, user)),
        new("POP3 RETR of 1,000", "ms", false, async (s, user, _) => Some * 1000 / await Pop3Figures.RetrieveAsync(s, user, Some, tls: false)),
        new("first SELECT after a start", "ms", false, (s, user, _) => StartFigures.ColdSelectAsync(s, user, "INBOX")) { Noise = 10 },
    ];

    /// <summary>By the number of accounts; the user is not looked at, they are drawn from all.</summary>
    public static IReadOnlyList<GrowthFigure> ByAccounts { get; } =
    [
        new("log-in, LOGOUT of random users", "ms", false, (s, _, accounts) => LogInsAsync(s, accounts)) { Noise = 0.5 },
        new("deliveries to random users, 16 connections", "ms", false, (s, _, accounts) => DeliveriesAsync(s, accounts)) { Noise = 0.5 },
        new("serve ready after start", "s", false, async (s, _, _) =>
        {
            await s.StopAsync();
            return (await s.StartAsync()).TotalSeconds;
        }) { Noise = 0.3 },
        new("resident memory after start", "MiB", false, (s, _, _) => Task.FromResult(((PostfachServer)s).ResidentBytes() / (double)(1 << 20))) { Noise = 30 },
    ];

    private static async Task<double> SelectAsync(MailServer server, string user)
    {
        using var imap = await server.LogInAsync(user, "INBOX");
        return await Pace.MillisecondsAsync(5, async _ => await imap.RunAsync("SELECT INBOX"));
    }

    private static async Task<double> SearchAsync(MailServer server, string user)
    {
        using var imap = await server.LogInAsync(user, "INBOX", buffer: LoadConnection.Large);
        return await Pace.MillisecondsAsync(3, async _ => await imap.RunAsync("UID SEARCH UNSEEN"));
    }

    private static GrowthFigure Search(string name, Func<int, string> keys) =>
        new(name, "ms", true, (s, user, size) => SearchFigures.SearchAsync(s, user, keys(size)));

    private static GrowthFigure Sort(string name, string command) => new(name, "ms", true, (s, user, _) => SortFigures.MeasureAsync(s, user, command));

    // They stay; a few hundred are nothing beside what is there.
    private static async Task<double> DeliverAsync(MailServer server, string user)
    {
        const int Deliveries = 100;
        using var lmtp = await LmtpClient.ConnectAsync(server.EndPoint("lmtp"), () => user);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Deliveries; i++)
            await lmtp.DeliverAsync(Letters.Write(i), i < Deliveries - 1);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / Deliveries;
    }

    private static async Task<double> LogInsAsync(MailServer server, int accounts)
    {
        var (users, random) = (StartFigures.Users(accounts), new Random(accounts));
        return 1000 / await Pace.PerSecondAsync(8, async (_, _) =>
        {
            using var imap = await server.LogInAsync(users[random.Next(accounts)]);
            await imap.RunAsync("LOGOUT");
            return 1;
        });
    }

    private static async Task<double> DeliveriesAsync(MailServer server, int accounts)
    {
        var (users, random) = (StartFigures.Users(accounts), new Random(accounts));
        var clients = new List<LmtpClient>();
        try
        {
            for (var i = 0; i < 16; i++)
                clients.Add(await LmtpClient.ConnectAsync(server.EndPoint("lmtp"), () => users[random.Next(accounts)]));
            return 1000 / await Pace.PerSecondAsync(clients.Count, async (client, goesOn) =>
            {
                await clients[client].DeliverAsync(Letters.Write(client), goesOn);
                return 1;
            });
        }
        finally
        {
            clients.ForEach(c => c.Dispose());
        }
    }
}
