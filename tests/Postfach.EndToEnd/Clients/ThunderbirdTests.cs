using System.Text.Json;
using Postfach.EndToEnd.Hosting;

namespace Postfach.EndToEnd.Clients;

/// <summary>A person at Thunderbird.</summary>
public sealed class ThunderbirdTests(MailHost host) : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("imaps", "tls")]
    [InlineData("imap", "starttls")]
    public async Task It_reads_and_tidies_mail_by_IMAP_and_hears_of_new_mail(string listener, string tls)
    {
        var user = host.TakeUser();
        await host.FillAsync(user, 5, Ct);
        await using var thunderbird = Start(user, "imap", listener, tls, keep: true);
        Assert.Equal(["Archive", "Drafts", "INBOX", "Junk", "Sent", "Trash"], Strings(await thunderbird.FoundAsync("folders", Ct)));
        Assert.Equal(["Letter 0", "Letter 1", "Letter 2", "Letter 3", "Letter 4"], Subjects(await thunderbird.FoundAsync("inbox", Ct)));
        Assert.EndsWith("\r\n\r\nGood day.\r\n.\r\n..and so on\r\n", (await thunderbird.FoundAsync("text", Ct)).GetString(), StringComparison.Ordinal);
        await thunderbird.FoundAsync("marked", Ct);
        string[] marked = [@"Letter 0: \Answered \Seen", @"Letter 1: $label1 \Flagged \Seen", "Letter 2:", "Letter 3:", "Letter 4:"];
        await host.UntilListedAsync(user, "INBOX", marked, Ct);
        _temp.Write("go on", "");
        Assert.Equal(["Letter 0", "Letter 1", "Letter 2"], Subjects(await thunderbird.FoundAsync("travel", Ct)));
        Assert.Equal(["Letter 3"], Subjects(await thunderbird.FoundAsync("trash", Ct)));

        await thunderbird.FoundAsync("waiting", Ct);
        await host.DeliverAsync(user, "Just in", Ct);
        Assert.Contains("Subject: Just in", (await thunderbird.FoundAsync("arrived", Ct)).GetString(), StringComparison.Ordinal);
        Assert.Equal(["Letter 0", "Letter 1", "Letter 4", "Just in"], Subjects(await thunderbird.FoundAsync("inbox at the end", Ct)));
        await thunderbird.EndAsync(Ct);

        Assert.Equal(
            [@"Letter 0: \Answered \Seen", @"Letter 1: $label1 \Flagged \Seen", "Letter 4:", "Just in:"], await host.ListAsync(user, "INBOX", Ct));
        Assert.Equal(
            [@"Letter 0: \Answered \Seen", @"Letter 1: $label1 \Flagged \Seen", "Letter 2:"], await host.ListAsync(user, "Reise", Ct));
        Assert.StartsWith("Letter 3:", Assert.Single(await host.ListAsync(user, "Trash", Ct)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pop3s", "tls", true)]
    [InlineData("pop3", "starttls", false)]
    public async Task It_fetches_each_message_once_by_POP3(string listener, string tls, bool keep)
    {
        var user = host.TakeUser();
        await host.FillAsync(user, 3, Ct);
        await using var thunderbird = Start(user, "pop3", listener, tls, keep);
        Assert.Equal(["Letter 0", "Letter 1", "Letter 2"], Subjects(await thunderbird.FoundAsync("inbox", Ct)));
        Assert.EndsWith("\n\nGood day.\n.\n..and so on\n", (await thunderbird.FoundAsync("text", Ct)).GetString(), StringComparison.Ordinal);
        Assert.Equal(["Letter 0", "Letter 1", "Letter 2"], Subjects(await thunderbird.FoundAsync("inbox at the end", Ct)));
        await thunderbird.EndAsync(Ct);
        Assert.Equal(keep ? 3 : 0, (await host.ListAsync(user, "INBOX", Ct)).Count);
    }

    private Thunderbird Start(string user, string protocol, string listener, string tls, bool keep) => Thunderbird.Start(_temp, host.Certificate, new()
    {
        ["user"] = user,
        ["password"] = MailHost.Password,
        ["protocol"] = protocol,
        ["port"] = host.Serve.Port(listener),
        ["tls"] = tls,
        ["keep"] = keep,
        ["goOn"] = _temp["go on"],
    });

    private static IEnumerable<string?> Strings(JsonElement list) => list.EnumerateArray().Select(e => e.GetString());

    private static IEnumerable<string?> Subjects(JsonElement list) => list.EnumerateArray().Select(e => e.GetProperty("subject").GetString());
}
