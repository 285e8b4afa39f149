using System.Diagnostics;
using Postfach.Bench.Load;
using Postfach.Bench.Servers;

namespace Postfach.Bench.Figures;

/// <summary>Connections that have selected INBOX and wait in IDLE: what they cost, and how soon they are told of new mail.</summary>
internal static class IdleFigures
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public static IEnumerable<Figure> All =>
    [
        Memory("memory of an idle connection, 1,000 of them", 1_000, tls: false, Aim.AtMost(12)),
        Memory("memory of an idle connection, 10,000 of them", 10_000, tls: false, Aim.AtMost(12)) with { Asked = ServerKinds.Postfach },
        Memory("memory of an idle connection under TLS, 1,000 of them", 1_000, tls: true, null),
        new()
        {
            Name = "a delivery seen by 1,000 idlers, the last one", Words = "idle", Unit = "ms", HigherIsBetter = false, Aim = Aim.AtMost(50),
            Measure = s => TellAsync(s, 1_000),
        },
    ];

    /// <summary>
    /// KiB of memory (PSS of all processes) for each connection more; they belong to the 50 users of the mixed commands. The server has just
    /// started and all of them have been there once, so that nothing counts but the connections, and they do not live in memory that was
    /// needed for something else before.
    /// </summary>
    public static async Task<double> MemoryAsync(MailServer server, int connections, bool tls)
    {
        await server.RestartAsync();
        var first = await BeginAsync(server, BenchUsers.Mixed.Count, n => BenchUsers.Mixed[n], tls);
        first.ForEach(c => c.Dispose());
        var before = await SettledMemoryAsync(server);
        var clients = await BeginAsync(server, connections, n => BenchUsers.Mixed[n % BenchUsers.Mixed.Count], tls);
        try
        {
            return (await SettledMemoryAsync(server) - before) / 1024.0 / connections;
        }
        finally
        {
            clients.ForEach(c => c.Dispose());
        }
    }

    /// <summary>Milliseconds from when a message's last byte is sent to LMTP until the last idler has been told: the commit is part of it.</summary>
    private static async Task<double> TellAsync(MailServer server, int connections)
    {
        var clients = await BeginAsync(server, connections, _ => BenchUsers.Idler, tls: false);
        try
        {
            // Those that are put to sleep shall be asleep.
            await Task.Delay(2500);
            using var lmtp = await LmtpClient.ConnectAsync(server.EndPoint("lmtp"), () => BenchUsers.Idler);
            var start = Stopwatch.GetTimestamp();
            var told = clients.ConvertAll(c => c.ReadExistsAsync());
            await lmtp.DeliverAsync(Letters.Write(1), another: false);
            await Task.WhenAll(told).WaitAsync(Longest);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        finally
        {
            clients.ForEach(c => c.Dispose());
            await server.EmptyInboxAsync(BenchUsers.Idler);
        }
    }

    private static Figure Memory(string name, int connections, bool tls, Aim? aim) => new()
    {
        Name = name, Words = "idle", Unit = "KiB", HigherIsBetter = false, Aim = aim, Needs = MailSet.Mixed, WarmsUp = false,
        Measure = s => MemoryAsync(s, connections, tls),
    };

    private static async Task<List<ImapClient>> BeginAsync(MailServer server, int connections, Func<int, string> user, bool tls)
    {
        var clients = new List<ImapClient>(connections);
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) - 1 is var number && number < connections)
            {
                var imap = await server.LogInAsync(user(number), "INBOX", tls, LoadConnection.Tiny);
                lock (clients)
                    clients.Add(imap);
                await imap.BeginIdleAsync();
            }
        })));
        return clients;
    }

    // After fifteen seconds, and until it changes no more: processes end and sleep, memory is given back some time after it was used.
    private static async Task<long> SettledMemoryAsync(MailServer server)
    {
        const int Least = 30, Most = 40;
        var last = server.MemoryBytes();
        for (var looks = 0; looks < Most; looks++)
        {
            await Task.Delay(500);
            var now = server.MemoryBytes();
            if (looks >= Least && Math.Abs(now - last) < last / 200)
                return now;
            last = now;
        }

        return last;
    }
}
