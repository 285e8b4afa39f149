using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Postfach.Testing;

namespace Postfach.Bench;

/// <summary>
/// The whole server beside Debian's Dovecot: the same client, the same messages, one after the other in the same run. Each figure is Postfach's, Dovecot's, and
/// how many times faster (or smaller) Postfach is. Dovecot stores sdbox and is as Debian sets it up, but that it permits as many connections as are needed.
/// </summary>
internal static class PeerBench
{
    private const string Reader = "anna", Fetcher = "bert", Receiver = "carla";
    private const string Password = "secret";
    private const int Messages = 50_000, Retrieved = 5_000, BatchSize = 500;

    private const string Settings = """
        protocol imap {
          mail_max_userip_connections = 10000
        }
        service imap {
          process_limit = 2000
        }
        service imap-login {
          process_limit = 2000
        }
        service lmtp {
          process_limit = 100
        }

        """;

    private static readonly byte[] Letter = Encoding.ASCII.GetBytes(
        "From: Bert Beispiel <bert@example.org>\r\nTo: anna@example.org, Carla <carla@example.org>\r\nSubject: Minutes of the meeting\r\n"
        + "Date: Mon, 2 Nov 2026 10:00:00 +0100\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
        + "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + string.Concat(Enumerable.Repeat("A line of the text, as long as lines are.\r\n", 40))
        + "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + string.Concat(Enumerable.Repeat("<p>A line of the text, as long.</p>\r\n", 50)) + "--b--\r\n");

    private static readonly (string What, string Unit, Func<Peer, Task<double>> Measure)[] Measurements =
    [
        ("log-ins and log-outs, 8 at once", "/s", LogInsAsync),
        ("commands, mixed, 8 connections", "/s", MixedAsync),
        ($"FETCH 1:{Messages} FLAGS", "/s", p => FetchAsync(p, "FLAGS")),
        ($"FETCH 1:{Messages} ENVELOPE, the first time", "/s", p => FetchAsync(p, "ENVELOPE")),
        ($"FETCH 1:{Messages} ENVELOPE, again", "/s", p => FetchAsync(p, "ENVELOPE")),
        ($"FETCH 1:{Messages} BODYSTRUCTURE, the first time", "/s", p => FetchAsync(p, "BODYSTRUCTURE")),
        ($"FETCH 1:{Messages} BODYSTRUCTURE, again", "/s", p => FetchAsync(p, "BODYSTRUCTURE")),
        ($"FETCH 1:{Messages} BODY.PEEK[]", "/s", p => FetchAsync(p, "BODY.PEEK[]")),
        ("STORE 1:50000 +FLAGS.SILENT, durable", "/s", StoreAsync),
        ("POP3 RETR", "/s", RetrieveAsync),
        ("LMTP deliveries, one connection", "/s", p => DeliverAsync(p, 1, 500)),
        ("LMTP deliveries, 8 connections", "/s", p => DeliverAsync(p, 8, 400)),
        ("memory of an idle connection", "KiB", IdleAsync),
    ];

    public static IEnumerable<(string Name, Func<Figures, Task> Run)> All => [("peer", RunAsync)];

    private static async Task RunAsync(Figures figures)
    {
        if (DovecotProcess.Missing is { } why)
        {
            figures.Print($"left out: {why}", 0, "");
            return;
        }

        using var folder = new TempFolder();
        foreach (var user in new[] { Reader, Fetcher, Receiver })
            await PostfachProgram.AddUserAsync(folder["data"], user, Password, default);
        await using var serve = await ServeProcess.StartAsync(
            folder["data"], new Dictionary<string, string> { ["POSTFACH_Limits__ConnectionsPerUser"] = "2000" }, default);
        await using var dovecot = await DovecotProcess.StartAsync([Reader, Fetcher, Receiver], Settings, default);
        var ours = new Peer(serve.EndPoint, serve.Id);
        var theirs = new Peer(dovecot.EndPoint, dovecot.Id);
        Print(figures, "APPEND of many (MULTIAPPEND)", "/s", await FillAsync(ours, Reader, Messages), await FillAsync(theirs, Reader, Messages));
        await FillAsync(ours, Fetcher, Retrieved);
        await FillAsync(theirs, Fetcher, Retrieved);
        foreach (var (what, unit, measure) in Measurements)
            Print(figures, what, unit, await measure(ours), await measure(theirs));
    }

    private static void Print(Figures figures, string what, string unit, double ours, double theirs)
    {
        var times = unit == "KiB" ? theirs / ours : ours / theirs;
        figures.Print(string.Create(CultureInfo.InvariantCulture, $"{what} | {ours:N0} | {theirs:N0} {unit} |"), times, "times");
    }

    /// <summary>Messages a second.</summary>
    private static async Task<double> FillAsync(Peer peer, string user, int count)
    {
        await using var imap = await peer.LogInAsync(user);
        var piece = Encoding.ASCII.GetBytes($" () {{{Letter.Length}+}}\r\n").Concat(Letter).ToArray();
        var batch = Enumerable.Repeat(piece, BatchSize).SelectMany(b => b).Append((byte)'\r').Append((byte)'\n').ToArray();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < count / BatchSize; i++)
        {
            var tag = imap.NextTag();
            await imap.SendAsync(Encoding.ASCII.GetBytes($"{tag} APPEND INBOX").Concat(batch).ToArray(), default);
            if (await imap.ReadAnswerAsync(tag, default) is { IsOk: false } refused)
                throw new RefusedException("APPEND", refused.Text);
        }

        return count / watch.Elapsed.TotalSeconds;
    }

    private static Task<double> LogInsAsync(Peer peer) => AtOnceAsync(8, 150, async (_, _) =>
    {
        await using var imap = await peer.LogInAsync(Receiver);
        await imap.RunAsync("LOGOUT", default);
    });

    private static async Task<double> MixedAsync(Peer peer)
    {
        var clients = new ImapWire[8];
        for (var i = 0; i < clients.Length; i++)
        {
            clients[i] = await peer.LogInAsync(Fetcher);
            await clients[i].RunAsync("SELECT INBOX", default);
        }

        var rate = await AtOnceAsync(clients.Length, 100, async (client, round) =>
        {
            var number = (client * 500) + round + 1;
            await clients[client].RunAsync("NOOP", default);
            await clients[client].RunAsync($"FETCH {number} (FLAGS ENVELOPE)", default);
            await clients[client].RunAsync($"STORE {number} +FLAGS (\\Seen)", default);
            await clients[client].RunAsync($"UID FETCH {number} BODY.PEEK[]", default);
            await clients[client].RunAsync("STATUS Sent (MESSAGES UNSEEN)", default);
        });
        foreach (var client in clients)
            await client.DisposeAsync();
        return rate * 5;
    }

    private static async Task<double> FetchAsync(Peer peer, string items)
    {
        await using var imap = await peer.LogInAsync(Reader);
        imap.LiteralSink = static _ => { };
        await imap.RunAsync("SELECT INBOX", default);
        var watch = Stopwatch.StartNew();
        await imap.RunAsync($"FETCH 1:{Messages} {items}", default);
        return Messages / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> StoreAsync(Peer peer)
    {
        await using var imap = await peer.LogInAsync(Reader);
        await imap.RunAsync("SELECT INBOX", default);
        var watch = Stopwatch.StartNew();
        await imap.RunAsync($"STORE 1:{Messages} +FLAGS.SILENT (\\Flagged)", default);
        return Messages / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> RetrieveAsync(Peer peer)
    {
        await using var pop3 = await Pop3Wire.LogInAsync(peer.EndPoint("pop3"), Fetcher, Password, default);
        var watch = Stopwatch.StartNew();
        for (var i = 1; i <= Retrieved; i++)
            await pop3.RunAsync($"RETR {i}", static _ => { }, default);
        return Retrieved / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> DeliverAsync(Peer peer, int connections, int each)
    {
        var clients = new LmtpWire[connections];
        for (var i = 0; i < connections; i++)
            clients[i] = await LmtpWire.ConnectAsync(peer.EndPoint("lmtp"), default);
        var rate = await AtOnceAsync(connections, each, async (client, _) =>
        {
            if (await clients[client].DeliverAsync([Receiver], Letter, default) is not [['2', ..]])
                throw new InvalidOperationException("It was not delivered.");
        });
        foreach (var client in clients)
            await client.DisposeAsync();
        return rate;
    }

    /// <summary>KiB for each connection more that has logged in, selected INBOX, and waits with IDLE.</summary>
    private static async Task<double> IdleAsync(Peer peer)
    {
        const int connections = 1000;
        var before = peer.MemoryKiB();
        var clients = new List<ImapWire>();
        for (var i = 0; i < connections; i++)
        {
            var imap = await peer.LogInAsync(Receiver);
            clients.Add(imap);
            await imap.RunAsync("SELECT INBOX", default);
            await imap.SendAsync(Encoding.ASCII.GetBytes($"{imap.NextTag()} IDLE\r\n"), default);
            await imap.ReadResponseAsync(default);
        }

        var after = peer.MemoryKiB();
        foreach (var client in clients)
            await client.DisposeAsync();
        return (double)(after - before) / connections;
    }

    /// <summary>Rounds a second, of all clients together.</summary>
    private static async Task<double> AtOnceAsync(int clients, int rounds, Func<int, int, Task> round)
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            for (var i = 0; i < rounds; i++)
                await round(client, i);
        })));
        return clients * rounds / watch.Elapsed.TotalSeconds;
    }

    /// <summary>A running server.</summary>
    private sealed record Peer(Func<string, IPEndPoint> EndPoint, int Process)
    {
        public Task<ImapWire> LogInAsync(string user) => ImapWire.LogInAsync(EndPoint("imap"), user, Password, default);

        /// <summary>Of its process and all that it has started; what processes share counts once.</summary>
        public long MemoryKiB()
        {
            var parents = Directory.EnumerateDirectories("/proc").Select(d => int.TryParse(Path.GetFileName(d), out var id) ? id : 0).Where(id => id > 0)
                .ToDictionary(id => id, id => Read(id, "status", "PPid:"));
            return parents.Keys.Where(id => IsOurs(id, parents)).Sum(id => Read(id, "smaps_rollup", "Pss:"));
        }

        private bool IsOurs(int id, Dictionary<int, long> parents)
        {
            while (id != Process && id != 0 && parents.TryGetValue(id, out var parent))
                id = (int)parent;
            return id == Process;
        }

        private static long Read(int id, string file, string key)
        {
            try
            {
                var line = File.ReadLines($"/proc/{id}/{file}").FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal));
                return line is null ? 0 : long.Parse(line.AsSpan(key.Length).TrimEnd(" kB").Trim(), CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // It has ended meanwhile.
                return 0;
            }
        }
    }
}
