using Postfach.Bench.Load;
using Postfach.Bench.Servers;

namespace Postfach.Bench.Figures;

/// <summary>Log-ins, and commands of many users at once.</summary>
internal static class LogInFigures
{
    private const int AtOnce = 8, MixedAtOnce = 20, CommandsInASession = 8;

    public static IEnumerable<Figure> All =>
    [
        new() { Name = "log-in, LOGOUT", Unit = "/s", Aim = Aim.Times(3), Measure = s => LogInsAsync(s, tls: false) },
        new() { Name = "log-in, LOGOUT under TLS", Unit = "/s", Measure = s => LogInsAsync(s, tls: true) },
        new() { Name = "mixed commands with log-ins, 20 connections", Unit = "/s", Aim = Aim.Times(2), Needs = MailSet.Mixed, Measure = MixedWithLogInsAsync },
        new() { Name = "mixed commands, 20 standing connections", Unit = "/s", Aim = Aim.Times(2), Needs = MailSet.Mixed, Measure = MixedStandingAsync },
    ];

    private static Task<double> LogInsAsync(MailServer server, bool tls) => Pace.PerSecondAsync(AtOnce, async (client, _) =>
    {
        using var imap = await server.LogInAsync(BenchUsers.Receivers[client], tls: tls);
        await imap.RunAsync("LOGOUT");
        return 1;
    }, blocks: tls);

    // LOGIN, SELECT, the commands, LOGOUT: all count.
    private static Task<double> MixedWithLogInsAsync(MailServer server)
    {
        var commands = Enumerable.Range(0, MixedAtOnce).Select(seed => new MixedCommands(seed)).ToArray();
        return Pace.PerSecondAsync(MixedAtOnce, async (client, _) =>
        {
            var random = commands[client];
            using var imap = await server.LogInAsync(BenchUsers.Mixed[random.NextUser(BenchUsers.Mixed.Count)], "INBOX");
            random.Begin();
            for (var i = 0; i < CommandsInASession; i++)
                await imap.RunAsync(random.Next());
            await imap.RunAsync("LOGOUT");
            return CommandsInASession + 3;
        });
    }

    private static async Task<double> MixedStandingAsync(MailServer server)
    {
        var commands = Enumerable.Range(0, MixedAtOnce).Select(seed => new MixedCommands(seed)).ToArray();
        var clients = new List<ImapClient>();
        try
        {
            foreach (var random in commands)
                clients.Add(await server.LogInAsync(BenchUsers.Mixed[random.NextUser(BenchUsers.Mixed.Count)], "INBOX"));
            return await Pace.PerSecondAsync(MixedAtOnce, async (client, _) =>
            {
                await clients[client].RunAsync(commands[client].Next());
                return 1;
            });
        }
        finally
        {
            clients.ForEach(c => c.Dispose());
        }
    }
}
