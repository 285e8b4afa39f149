using System.Text;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Imap;

/// <summary>Messages that were too big, and looks that cost little, in mailboxes of real servers.</summary>
public sealed class ImapPlaceholderTests(ImapProviders providers) : IClassFixture<ImapProviders>
{
    private static readonly byte[] Big = [.. ImapSteps.Text(7), .. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n", 100)))];

    private static CancellationToken Ct => ImapSteps.Ct;

    [Theory]
    [InlineData(ImapProviders.Dovecot, "wanted")]
    [InlineData(ImapProviders.Postfach, "wanted")]
    [InlineData(ImapProviders.Dovecot, "raised")]
    [InlineData(ImapProviders.Postfach, "raised")]
    public async Task A_big_message_comes_whole_though_nothing_is_new_there(string provider, string way)
    {
        await using var wire = await ImapWire.LogInAsync(providers.EndPoint(provider), way, "secret", Ct);
        await wire.RunAsync("CREATE Work", Ct);
        await wire.AppendAsync("INBOX", "", " 1-Jan-2026 00:00:00 +0000", ImapSteps.Text(1));
        await wire.AppendAsync("Work", "\\Flagged", " 1-Jan-2026 00:00:00 +0000", Big);
        await wire.AppendAsync("Work", "", " 2-Jan-2026 00:00:00 +0000", ImapSteps.Text(2));
        await using var fetching = await Fetching.StartAsync(providers.EndPoint(provider), way, with: s => s with { MaxMessageBytes = 2000 });
        Assert.Equal(3, (await fetching.RunWellAsync()).Fetched);
        var uid = fetching.Lines("Work").Values.Single(l => l.State == CopyState.Placeholder).Id;

        if (way == "wanted")
            Assert.IsType<PlaceholderWish.Noted>(await PlaceholderWish.NoteAsync(fetching.Account, fetching.Source, $"Work:{uid}", fetching.Time.GetUtcNow(), Ct));
        else
            fetching.Store.Sources.Update(fetching.Source, fetching.Source.Settings with { MaxMessageBytes = null }, default);
        var report = await fetching.RunWellAsync();
        Assert.Equal((1, "1 messages are here whole now, in the place of their placeholders."), (report.Fetched, Assert.Single(report.Mailboxes.SelectMany(m => m.Notes))));
        var work = await fetching.MessagesAsync("Work");
        Assert.Equal([ImapSteps.Text(2), Big], work.Select(fetching.Bytes));
        Assert.True(work[1].Flags.Has(MessageFlags.Flagged));
        Assert.Equal((CopyState.There, null), (fetching.Lines("Work")[uid].State, fetching.Lines("Work")[uid].Reason));
        Assert.Single(await fetching.MessagesAsync("INBOX"));
        Assert.Equal(0, (await fetching.RunWellAsync()).Fetched);
    }

    [Theory]
    [InlineData(ImapProviders.Dovecot)]
    [InlineData(ImapProviders.Postfach)]
    public async Task A_test_counts_without_a_list_of_messages(string provider)
    {
        await using var wire = await ImapWire.LogInAsync(providers.EndPoint(provider), "count", "secret", Ct);
        await wire.FillAsync("INBOX", 0, 30);
        await using var fetching = await Fetching.StartAsync(providers.EndPoint(provider), "count");
        var bytes = Enumerable.Range(0, 30).Sum(i => ImapSteps.Text(i).Length);
        var test = await fetching.Service.TestAsync(fetching.Source, Ct);
        Assert.Equal((30, (long?)bytes), (test.Mailboxes[0].Messages, test.Mailboxes[0].Bytes));

        // The log-in, the list, a STATUS for each, the quota, the end: fewer round trips than messages, however many those are.
        Assert.InRange(fetching.Commands, 4, 12 + test.Mailboxes.Count);
        Assert.Null(test.Ids);
    }
}
