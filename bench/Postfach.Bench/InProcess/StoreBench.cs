using System.Buffers;
using System.Diagnostics;
using Postfach.Bench.Servers;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Bench.InProcess;

/// <summary>What the store can do, without a protocol in front of it.</summary>
internal static class StoreBench
{
    private const int SmallMessage = 4096;

    private static IEnumerable<(string Name, Func<Measured, Task> Run)> All =>
    [
        ("sync", SyncAsync),
        ("append", AppendAsync),
        ("flags", FlagsAsync),
        ("copy", CopyAsync),
        ("scan", ScanAsync),
        ("big-beside-small", BigBesideSmallAsync),
        ("slow-reader", SlowReaderAsync),
        ("million", MillionAsync),
    ];

    /// <summary>Runs those whose names contain one of the words; all where there are none.</summary>
    public static async Task RunAsync(IReadOnlyList<string> words)
    {
        foreach (var (name, run) in All)
        {
            if (words.Count == 0 || words.Any(w => name.Contains(w, StringComparison.OrdinalIgnoreCase)))
                await run(new Measured(name));
        }
    }

    /// <summary>The machine's own limit: a write and a sync.</summary>
    private static Task SyncAsync(Measured figures)
    {
        figures.Print("4 KiB written and synced", MachineLimits.Syncs(Path.GetTempPath(), rounds: 1000), "/s");
        return Task.CompletedTask;
    }

    private static async Task AppendAsync(Measured figures)
    {
        await using var store = new BenchStore();
        var account = await store.OpenAsync();
        await TimedAsync(figures, "durable appends, one writer", 2000, 1, _ => account);
        await TimedAsync(figures, "durable appends, 16 writers, one account", 20_000, 16, _ => account);
        var accounts = new Account[16];
        for (var i = 0; i < accounts.Length; i++)
            accounts[i] = await store.OpenAsync(2 + i);
        await TimedAsync(figures, "durable appends, 16 writers, 16 accounts", 20_000, 16, writer => accounts[writer]);
        await TimedAsync(figures, "durable appends, 64 writers, one account", 20_000, 64, _ => account);
        var files = Directory.GetFiles(Path.Combine(store.Folder, "accounts"), "mail.db*", SearchOption.AllDirectories);
        figures.Print("disk used for mail", 100.0 * files.Sum(f => new FileInfo(f).Length) / (62_000L * SmallMessage), "% of its bytes (log included)");
    }

    private static async Task TimedAsync(Measured figures, string what, int messages, int writers, Func<int, Account> accountOf)
    {
        var number = Environment.TickCount;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < messages / writers; i++)
                await BenchStore.AppendAsync(accountOf(writer), BenchStore.Message(Interlocked.Increment(ref number), SmallMessage));
        })));
        figures.Print(what, messages / watch.Elapsed.TotalSeconds, "/s");
    }

    private static async Task FlagsAsync(Measured figures)
    {
        await using var store = new BenchStore();
        var account = await store.OpenAsync();
        await BenchStore.FillAsync(account, 50_000);
        var inbox = (await account.OpenMailboxAsync(MailboxName.Inbox, CancellationToken.None))!; // every account has it
        var all = inbox.Current.Uids();
        foreach (var flag in new[] { MessageFlags.Seen, MessageFlags.Flagged, MessageFlags.Answered })
        {
            var before = inbox.Current;
            var watch = Stopwatch.StartNew();
            await account.StoreFlagsAsync(inbox.Id, all, FlagChange.Add(FlagSet.Of(flag)), null, BenchStore.Bench, CancellationToken.None);
            figures.Print($"STORE 1:50000 {flag}, durable", watch.Elapsed.TotalMilliseconds, "ms");
            watch.Restart();
            var changed = SnapshotDifference.Between(before, inbox.Current).Changed.Count;
            figures.Print($"comparing the snapshots ({changed} changed)", watch.Elapsed.TotalMilliseconds, "ms");
        }
    }

    private static async Task CopyAsync(Measured figures)
    {
        await using var store = new BenchStore();
        var account = await store.OpenAsync();
        await BenchStore.FillAsync(account, 20_000);
        var inbox = (await account.OpenMailboxAsync(MailboxName.Inbox, CancellationToken.None))!; // every account has it
        var sent = MailboxName.Parse("Sent");
        await TimedCopyAsync("COPY of 10,000", () => account.CopyAsync(inbox.Id, Uids(1, 10_000), sent, BenchStore.Bench, CancellationToken.None));
        await TimedCopyAsync("MOVE of 10,000", () => account.MoveAsync(inbox.Id, Uids(10_001, 20_000), sent, BenchStore.Bench, CancellationToken.None));
        var watch = Stopwatch.StartNew();
        await account.ExpungeAsync(inbox.Id, Uids(1, 10_000), onlyDeleted: false, BenchStore.Bench, CancellationToken.None);
        figures.Print("EXPUNGE of 10,000", watch.Elapsed.TotalMilliseconds, "ms");

        async Task TimedCopyAsync(string what, Func<Task<CopyResult>> copy)
        {
            var timer = Stopwatch.StartNew();
            await copy();
            figures.Print(what, timer.Elapsed.TotalMilliseconds, "ms");
        }
    }

    private static async Task ScanAsync(Measured figures)
    {
        await using var store = new BenchStore();
        var account = await store.OpenAsync();
        await BenchStore.FillAsync(account, 20_000, bytes: 5250);
        var inbox = (await account.OpenMailboxAsync(MailboxName.Inbox, CancellationToken.None))!; // every account has it
        for (var round = 0; round < 2; round++)
        {
            var output = new ArrayBufferWriter<byte>(1 << 20);
            long bytes = 0;
            var watch = Stopwatch.StartNew();
            foreach (var message in inbox.Current.Messages())
            {
                output.ResetWrittenCount();
                account.Bodies.WriteBytes(message.Body, 0, message.Size, output);
                bytes += output.WrittenCount;
            }

            figures.Print($"20,000 bodies ({bytes >> 20} MiB), one by one", watch.Elapsed.TotalMilliseconds, "ms");
            watch.Restart();
            ReadTogether(account.Bodies, inbox.Current, output, static (ref batch, output) => output.Write(batch.FirstBytes));
            figures.Print("20,000 bodies, in order", watch.Elapsed.TotalMilliseconds, "ms");
            watch.Restart();
            ReadTogether(account.Bodies, inbox.Current, output, static (ref batch, output) => output.Write(batch.Envelope));
            figures.Print("20,000 envelopes, in order", watch.Elapsed.TotalMilliseconds, "ms");
        }
    }

    private delegate void BatchAction(ref BodyBatch batch, ArrayBufferWriter<byte> output);

    private static void ReadTogether(BodyReader bodies, MailboxSnapshot snapshot, ArrayBufferWriter<byte> output, BatchAction read)
    {
        var batch = bodies.BeginBatch();
        try
        {
            foreach (var message in snapshot.Messages())
            {
                output.ResetWrittenCount();
                batch.MoveTo(message.Body);
                read(ref batch, output);
            }
        }
        finally
        {
            batch.Dispose();
        }
    }

    /// <summary>A big message comes in while small ones are delivered into the same account.</summary>
    private static async Task BigBesideSmallAsync(Measured figures)
    {
        await using var store = new BenchStore();
        var account = await store.OpenAsync();
        await LatencyAsync("4 KiB delivery, alone", Task.Delay(2000));
        var big = Task.Run(async () =>
        {
            await using var content = account.BeginMessage();
            var piece = BenchStore.Message(-1, 64 << 10);
            for (var sent = 0; sent < 200 << 20; sent += piece.Length)
                await content.WriteAsync(piece, CancellationToken.None);
            await account.AppendAsync(MailboxName.Inbox, [new NewMessage(content, FlagSet.Empty, null)], BenchStore.Bench, CancellationToken.None);
        });
        var watch = Stopwatch.StartNew();
        await LatencyAsync("4 KiB delivery, beside 200 MB", big);
        figures.Print("200 MB taken in", 200 / watch.Elapsed.TotalSeconds, "MB/s");

        async Task LatencyAsync(string what, Task until)
        {
            var times = new List<double>();
            while (!until.IsCompleted)
            {
                var timer = Stopwatch.StartNew();
                await BenchStore.AppendAsync(account, BenchStore.Message(Random.Shared.Next(), SmallMessage));
                times.Add(timer.Elapsed.TotalMilliseconds);
            }

            await until;
            times.Sort();
            figures.Print($"{what}: median", times[times.Count / 2], "ms");
            figures.Print($"{what}: 99th percentile", times[times.Count * 99 / 100], "ms");
            figures.Print($"{what}: worst of {times.Count}", times[^1], "ms");
        }
    }

    /// <summary>A client that takes ten seconds for one FETCH: it is handed the bodies of 5,000 messages bit by bit while others deliver.</summary>
    private static async Task SlowReaderAsync(Measured figures)
    {
        await using var store = new BenchStore();
        var account = await store.OpenAsync();
        await BenchStore.FillAsync(account, 5000, SmallMessage);
        var inbox = (await account.OpenMailboxAsync(MailboxName.Inbox, CancellationToken.None))!; // every account has it
        var wal = Path.Combine(store.Folder, "accounts", "1", "mail.db-wal");
        await WriteAsync("alone", Task.Delay(3000));
        await WriteAsync("beside the slow reader", Task.Run(async () =>
        {
            var output = new ArrayBufferWriter<byte>(1 << 16);
            foreach (var slice in inbox.Current.Messages().Chunk(50))
            {
                foreach (var message in slice)
                {
                    output.ResetWrittenCount();
                    account.Bodies.WriteBytes(message.Body, 0, message.Size, output);
                }

                await Task.Delay(100);
            }
        }));
        figures.Print("write-ahead log afterwards", new FileInfo(wal).Length / 1048576.0, "MiB");

        async Task WriteAsync(string what, Task until)
        {
            var count = 0;
            var watch = Stopwatch.StartNew();
            while (!until.IsCompleted)
            {
                await BenchStore.AppendAsync(account, BenchStore.Message(Random.Shared.Next(), SmallMessage));
                count++;
            }

            await until;
            figures.Print($"durable appends, one writer, {what}", count / watch.Elapsed.TotalSeconds, "/s");
        }
    }

    private static async Task MillionAsync(Measured figures)
    {
        foreach (var count in new[] { 50_000, 1_000_000 })
        {
            await using var store = new BenchStore();
            await BenchStore.FillAsync(await store.OpenAsync(), count);
            await store.ReopenAsync();
            var memory = GC.GetTotalMemory(forceFullCollection: true);
            var watch = Stopwatch.StartNew();
            var account = await store.OpenAsync();
            figures.Print($"opening the account's file ({count})", watch.Elapsed.TotalMilliseconds, "ms");
            watch.Restart();
            var inbox = (await account.OpenMailboxAsync(MailboxName.Inbox, CancellationToken.None))!; // every account has it
            figures.Print($"cold open of a mailbox of {count}", watch.Elapsed.TotalMilliseconds, "ms");
            watch.Restart();
            var unseen = inbox.Current.FirstUnseen();
            figures.Print($"its first unseen ({unseen})", watch.Elapsed.TotalMilliseconds, "ms");
            await BenchStore.AppendAsync(account, BenchStore.Message(-2, SmallMessage));
            const int Deliveries = 200;
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            watch.Restart();
            for (var i = 0; i < Deliveries; i++)
                await BenchStore.AppendAsync(account, BenchStore.Message(-3 - i, SmallMessage));
            figures.Print($"one delivery into {count}", watch.Elapsed.TotalMilliseconds / Deliveries, "ms");
            figures.Print($"bytes allocated by it, the message included", (GC.GetTotalAllocatedBytes(precise: true) - allocated) / Deliveries / 1024.0, "KiB");
            watch.Restart();
            var seen = inbox.Current.Messages().Count(m => m.Flags.Has(MessageFlags.Seen));
            figures.Print($"all of its rows looked at ({seen} seen)", watch.Elapsed.TotalMilliseconds, "ms");
            figures.Print($"memory it takes then", (GC.GetTotalMemory(forceFullCollection: true) - memory) / 1048576.0, "MiB");
            var mail = Directory.GetFiles(Path.Combine(store.Folder, "accounts"), "mail.db", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length);
            figures.Print($"file of {count} messages of 500 bytes", mail / (double)count, "bytes a message");
        }
    }

    private static UidSet Uids(uint first, uint last) => UidSet.Range(new Uid(first), new Uid(last));
}
