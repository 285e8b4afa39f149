using System.Collections.Concurrent;
using Postfach.Crash.Ledger;

namespace Postfach.Crash.Clients;

/// <summary>Logs in again and again, looks at what is new, and deletes some messages with one QUIT, until the server is gone.</summary>
/// <param name="uniqueIds">Unique-ids of all sessions so far: each means one message for ever.</param>
internal sealed class Pop3Client(
    ServeProcess serve, AccountLedger ledger, ConcurrentDictionary<string, string> uniqueIds, CrashReport report, Random random, Fuse fuse)
{
    private const int Enough = 20;

    /// <exception cref="IOException">The server is gone.</exception>
    /// <exception cref="RefusedException">It refused what it must do.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            await using var pop3 = await Pop3Wire.LogInAsync(serve.EndPoint("pop3"), ledger.User, CrashSettings.Password, ct);
            fuse.Tick();
            await RunSessionAsync(pop3, ct);
        }
    }

    private async Task RunSessionAsync(Pop3Wire pop3, CancellationToken ct)
    {
        var leaving = new List<LedgerEntry>();
        var listing = System.Text.Encoding.ASCII.GetString(await pop3.ReadAsync("UIDL", ct)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in listing)
        {
            var (number, uniqueId) = line.Split(' ') is [var n, var u] ? (n, u) : throw new RefusedException("UIDL", line);
            if (!uniqueIds.TryGetValue(uniqueId, out var id) || random.Next(20) == 0)
                id = await LookAsync(pop3, number, uniqueId, ct);
            if (random.Next(Math.Max(2, 2 * Enough / listing.Length)) > 0 || !ledger.TryGetSettled(id, out var entry))
                continue;
            await pop3.RunAsync($"DELE {number}", ct);
            leaving.Add(entry);
        }

        var change = ledger.Begin("quit", leaving, _ => null);
        await pop3.RunAsync("QUIT", ct);
        ledger.Acknowledge(change, _ => 0);
        fuse.Tick();
    }

    private async Task<string> LookAsync(Pop3Wire pop3, string number, string uniqueId, CancellationToken ct)
    {
        var top = await pop3.ReadAsync($"TOP {number} 0", ct);
        if (TestMessage.Find(top) is not { } found)
            throw new RefusedException("TOP", "this message is none of ours");
        if (uniqueIds.GetOrAdd(uniqueId, found.Id) is var known && known != found.Id)
            report.Violation($"{ledger.User}: unique-id {uniqueId} was {known} and is {found.Id}");
        return found.Id;
    }
}
