using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Pop3;

/// <summary>A maildrop of two hundred thousand messages that were fetched long ago.</summary>
public sealed class LargeMaildropTests(ITestOutputHelper output)
{
    private const int Count = 200_000;

    private static readonly byte[] Text = Maildrop.Letter(1);

    [Fact]
    public async Task A_run_asks_for_lists_and_for_what_is_new_alone()
    {
        await using var provider = new ScriptedPop3();
        provider.Messages.AddRange(Enumerable.Range(0, Count).Select(n => (Id(n), Text)));
        await using var drop = Maildrop.Of(provider.EndPoint, "delete-after=7d");
        await FillLedgerAsync(drop);
        provider.Messages.Add(("new", Maildrop.Letter(2)));

        var began = Stopwatch.GetTimestamp();
        var first = await drop.RunWellAsync();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms"));
        Assert.Equal((1, 0), (first.Fetched, first.Deleted));
        Assert.Equal(["CAPA", "USER", "PASS", "CAPA", "LIST", "UIDL", "RETR", "QUIT"], provider.Commands.Select(c => c.Split(' ')[0]));
    }

    private static async Task FillLedgerAsync(Maildrop drop)
    {
        var account = await drop.OpenAsync();
        var remote = await account.Ledger.OpenAsync(drop.Source.Id, "", Maildrop.Ct);
        var now = drop.Time.GetUtcNow();
        var header = SHA256.HashData(Text);
        await account.Ledger.WriteAsync(
            remote.Id,
            [.. Enumerable.Range(0, Count).Select(n => new LedgerEntry(
                Id(n), Text.Length, header, Body: null, now, now, Read: null, DeletedHere: null, IsFlagged: false, CopyState.There, now, Reason: null, FlagsThere: null))],
            [],
            Maildrop.Ct);
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"GmailId{number:x16}");
}
