using System.Diagnostics;
using Postfach.Bench.Load;
using Postfach.Bench.Servers;

namespace Postfach.Bench.Figures;

/// <summary>Messages that come in, durable before they are answered. Each round begins with empty mailboxes.</summary>
internal static class DeliveryFigures
{
    private const int Letter = 3 << 10, InFlight = 64, Together = 100;

    // For the time of a round, no more than so many: the mailboxes are emptied after each.
    private const int MostAppends = 20_000;

    private static int _number;

    public static IEnumerable<Figure> All =>
    [
        Deliveries("LMTP deliveries, 1 connection", 1, 4),
        Deliveries("LMTP deliveries, 16 connections, 16 accounts", 16, 5),
        Appends("APPEND, 64 in flight (64 connections), one mailbox", InFlight, 1, Aim.Times(8)),
        Appends("APPEND, 64 in flight (8 connections, pipelined), one mailbox", 8, 8, null),
        new() { Name = "APPEND of 100 in one command (MULTIAPPEND)", Unit = "/s", Limit = Limit.Syncs, Measure = MultiAppendAsync },
    ];

    /// <summary>Deliveries a second, all clients together, each to an account of its own.</summary>
    public static async Task<double> DeliverAsync(MailServer server, IReadOnlyList<string> receivers)
    {
        var clients = new List<LmtpClient>();
        try
        {
            foreach (var receiver in receivers)
                clients.Add(await LmtpClient.ConnectAsync(server.EndPoint("lmtp"), () => receiver));
            return await Pace.PerSecondAsync(clients.Count, async (client, goesOn) =>
            {
                await clients[client].DeliverAsync(Next(), goesOn);
                return 1;
            });
        }
        finally
        {
            clients.ForEach(c => c.Dispose());
            foreach (var receiver in receivers)
                await server.EmptyInboxAsync(receiver);
        }
    }

    private static Figure Deliveries(string name, int connections, double aim) => new()
    {
        Name = name, Unit = "/s", Aim = Aim.Times(aim), Limit = Limit.Syncs,
        Measure = s => DeliverAsync(s, [.. BenchUsers.Receivers.Take(connections)]),
    };

    private static Figure Appends(string name, int connections, int each, Aim? aim) => new()
    {
        Name = name, Unit = "/s", Aim = aim, Limit = Limit.Syncs, Measure = s => AppendAsync(s, connections, each),
    };

    private static async Task<double> AppendAsync(MailServer server, int connections, int each)
    {
        var clients = new List<ImapClient>();
        try
        {
            for (var i = 0; i < connections; i++)
                clients.Add(await server.LogInAsync(BenchUsers.Appender));
            var done = 0;
            var start = Stopwatch.GetTimestamp();
            await Task.WhenAll(clients.Select(c => c.RunManyAsync(each, () =>
                Pace.IsOver(start) || done >= MostAppends ? null : Command(ref done))));
            return done / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            clients.ForEach(c => c.Dispose());
            await server.EmptyInboxAsync(BenchUsers.Appender);
        }
    }

    private static async Task<double> MultiAppendAsync(MailServer server)
    {
        using var imap = await server.LogInAsync(BenchUsers.Appender);
        var rate = await Pace.PerSecondAsync(1, async (_, _) =>
        {
            await imap.RunAsync(MailboxFiller.AppendCommand("INBOX", [.. Enumerable.Range(0, Together).Select(_ => (Next(), ""))]));
            return Together;
        });
        await server.EmptyInboxAsync(BenchUsers.Appender);
        return rate;
    }

    private static ReadOnlyMemory<byte>? Command(ref int count)
    {
        Interlocked.Increment(ref count);
        return MailboxFiller.AppendCommand("INBOX", [(Next(), "")]);
    }

    private static byte[] Next() => Letters.Write(Interlocked.Increment(ref _number), Letter);
}
