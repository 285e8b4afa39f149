using Postfach.EndToEnd.Hosting;

namespace Postfach.EndToEnd.Clients;

/// <summary>The terminal finds what a mail program finds, in mail that came by LMTP.</summary>
public sealed class TerminalSearchTests(MailHost host)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_terminal_and_MailKit_find_the_same()
    {
        var user = host.TakeUser();
        await host.FillAsync(user, 20, Ct);
        await host.DeliverAsync(user, "Needle of the haystack", Ct);
        using var client = await host.MailKitAsync(user, Ct);
        await client.Inbox.OpenAsync(MailKit.FolderAccess.ReadOnly, Ct);
        foreach (var word in new[] { "needle", "Letter 1", "haystack", "nowhere" })
        {
            var uids = await client.Inbox.SearchAsync(MailKit.Search.SearchQuery.SubjectContains(word), Ct);
            var found = await host.RunAsync(Ct, "search", user, $"SUBJECT \"{word}\"", "--mailbox", "INBOX");
            Assert.Equal(
                uids.Select(u => $"INBOX:{u.Id}").Order(StringComparer.Ordinal),
                found.Split('\n').Where(l => l.Contains("INBOX:", StringComparison.Ordinal)).Select(l => l.Split("  ")[1]).Order(StringComparer.Ordinal));
        }

        Assert.Contains("[Needle] of the haystack", await host.RunAsync(Ct, "search", user, "SUBJECT needle"), StringComparison.Ordinal);
    }
}
