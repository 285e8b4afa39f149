using Postfach.Bench.Load;
using Postfach.Bench.Report;
using Postfach.Bench.Servers;

namespace Postfach.Bench.Retrieval;

/// <summary>
/// Fetching from one Dovecot, by turns: Postfach into a new data folder, mpop and mbsync into a new Maildir, each as a process from its start to its end, durable.
/// Then again, with nothing new. And the memory that a message of 500 MB among others takes.
/// </summary>
internal static class RetrievalRun
{
    private const int BigMegabytes = 500;

    public static async Task RunAsync(BenchArguments arguments, CancellationToken ct)
    {
        using var folder = BenchFolder.Create();
        await using var provider = new DovecotServer("Dovecot", folder.Sub("provider"), new Certificate(folder), DovecotConfiguration.Fast) { IsFilling = true };
        await provider.AddUsersAsync(BenchUsers.All);
        await provider.StartAsync();
        await Console.Error.WriteLineAsync("filling mailboxes");
        await MailboxFiller.AppendAsync(provider, BenchUsers.Bodies, "INBOX", BenchUsers.BodyMessages, 0, n => Letters.Write(n, BenchUsers.BodyBytes));
        await MailboxFiller.AppendAsync(provider, BenchUsers.Small, "INBOX", 10, 0, Letters.Write);
        await MailboxFiller.AppendBigAsync(provider, BenchUsers.Small, "INBOX", BigMegabytes);
        await provider.RestartAsync();
        Console.WriteLine($"{await MachineLimits.MeasureAsync(folder.Path)} 20,000 messages of {BenchUsers.BodyBytes} bytes at a Dovecot {await DovecotServer.VersionAsync()}.\n");
        Print("", "Postfach", "the peer", "times (spread)", "aim", "reached");
        Print("---", "---", "---", "---", "---", "---");
        await CompareAsync("POP3", Fetcher.PostfachByPop3, Fetcher.Mpop, 3, null, provider, folder, arguments.Rounds, ct);
        await CompareAsync("IMAP", Fetcher.PostfachByImap, Fetcher.Mbsync, 4, 10, provider, folder, arguments.Rounds, ct);
        foreach (var fetcher in new[] { Fetcher.PostfachByPop3, Fetcher.PostfachByImap })
        {
            var run = await fetcher.PrepareAsync(provider, BenchUsers.Small, folder.Sub($"big-{fetcher.Name}"), ct);
            await run.FetchAsync(ct);
            var peak = run.PeakMegabytes;
            Print($"{fetcher.Protocol}: peak memory, one of {BigMegabytes} MB among them", $"{Table.Number(peak)} MiB", "", "", "<= 200 MiB", peak <= 200 ? "yes" : "NO");
        }
    }

    // The first run fetches all, the next ones find nothing new: each a process, and ours within its server too.
    private static async Task CompareAsync(
        string protocol, Fetcher ours, Fetcher peer, double aim, double? nothingNewAim, DovecotServer provider, BenchFolder folder, int rounds, CancellationToken ct)
    {
        var (mine, theirs, served) = (new FetchTimes([], []), new FetchTimes([], []), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            using (var own = folder.Sub($"{ours.Name}-{round}"))
            {
                var run = await MeasureAsync(ours, provider, own, mine, ct);
                served.Add((await run.FetchServedAsync(ct)).TotalSeconds);
            }

            if (!peer.IsInstalled)
                continue;
            using var other = folder.Sub($"{peer.Name}-{round}");
            await MeasureAsync(peer, provider, other, theirs, ct);
        }

        Print(protocol, "20,000 messages, first run", mine.First, peer, theirs.First, aim);
        Print(protocol, "nothing new, a process of its own", mine.NothingNew, peer, theirs.NothingNew, nothingNewAim);
        Print(protocol, "nothing new, in the running server", served, peer, theirs.NothingNew, nothingNewAim);
    }

    private static async Task<FetcherRun> MeasureAsync(Fetcher fetcher, DovecotServer provider, BenchFolder folder, FetchTimes times, CancellationToken ct)
    {
        var run = await fetcher.PrepareAsync(provider, BenchUsers.Bodies, folder, ct);
        times.First.Add((await run.FetchAsync(ct)).TotalSeconds);
        if (await run.CountMessagesAsync(ct) is var count && count != BenchUsers.BodyMessages)
            throw new LoadException($"{fetcher.Name} has {count} messages instead of {BenchUsers.BodyMessages}.");
        times.NothingNew.Add((await run.FetchAsync(ct)).TotalSeconds);
        return run;
    }

    private static void Print(string protocol, string what, List<double> mine, Fetcher peer, List<double> theirs, double? aim)
    {
        var ratios = mine.Zip(theirs, (m, t) => t / m).ToList();
        Print(
            $"{protocol}: {what}", $"{Table.Number(Pace.Median(mine))} s", theirs.Count == 0 ? $"{peer.Name} is not installed" : $"{peer.Name} {Table.Number(Pace.Median(theirs))} s",
            ratios.Count == 0 ? "" : $"{Table.Number(Pace.Median(ratios))} ({Table.Number(ratios.Min())}...{Table.Number(ratios.Max())})", aim is null ? "" : $"{aim} : 1",
            aim is null || ratios.Count == 0 ? "" : Pace.Median(ratios) >= aim ? "yes" : "NO");
    }

    private static void Print(params string[] cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");

    /// <summary>Seconds, one a round.</summary>
    private sealed record FetchTimes(List<double> First, List<double> NothingNew);
}
