using System.Text;
using Postfach.EndToEnd.Hosting;

namespace Postfach.EndToEnd.Clients;

/// <summary>Programs that carry mail elsewhere: mpop, mbsync, curl.</summary>
public sealed class FetcherTests(MailHost host) : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Mpop_fetches_each_message_once_and_deletes_it_then()
    {
        var user = host.TakeUser();
        await host.FillAsync(user, 3, Ct);
        Maildir("mail");
        Assert.Equal(3, await FetchAsync("off"));
        Assert.Equal(3, await FetchAsync("off"));
        await host.FillAsync(user, 1, Ct);
        Assert.Equal(4, await FetchAsync("on"));
        await using var imap = await host.LogInAsync(user, Ct);
        Assert.Equal(0u, (await imap.RunAsync("STATUS INBOX (MESSAGES)", Ct))["MESSAGES"]);

        async Task<int> FetchAsync(string tls)
        {
            // A new configuration for each run: the record of what was fetched is kept by account name.
            var settings = _temp.Write("mpoprc", $"""
                account postfach
                host 127.0.0.1
                port {host.Serve.Port("pop3")}
                auth user
                user {user}
                password {MailHost.Password}
                tls {tls}
                tls_starttls on
                tls_certcheck off
                keep {(tls == "on" ? "off" : "on")}
                delivery maildir {_temp["mail"]}
                uidls_file {_temp["uidls"]}
                account default : postfach
                """);
            await ClientProgram.RunAsync("mpop", Ct, "-C", settings);
            return Files(_temp["mail"]).Count;
        }
    }

    [Fact]
    public async Task Mbsync_brings_all_of_it_over_and_has_nothing_to_do_the_second_time()
    {
        var user = host.TakeUser();
        var letters = await host.FillAsync(user, 5, Ct);
        Directory.CreateDirectory(_temp["maildir"]);
        var settings = MbsyncSettings(user);
        await ClientProgram.RunAsync("mbsync", Ct, "-c", settings, "-a");
        var files = Files(Path.Combine(_temp["maildir"], "INBOX"));
        Assert.Equal(letters.Select(Text).Order(StringComparer.Ordinal), files.Select(Content).Order(StringComparer.Ordinal));

        var before = Listing(_temp["maildir"]);
        await ClientProgram.RunAsync("mbsync", Ct, "-c", settings, "-a");
        Assert.Equal(before, Listing(_temp["maildir"]));

        // Maildir says flags in the file's name: S is \Seen, F is \Flagged.
        var seen = files.Single(f => Content(f).Contains("Letter 2", StringComparison.Ordinal));
        File.Move(seen, Path.Combine(_temp["maildir"], "INBOX", "cur", $"{Path.GetFileName(seen).Split(":2,")[0]}:2,FS"));
        await ClientProgram.RunAsync("mbsync", Ct, "-c", settings, "-a");
        await using var imap = await host.LogInAsync(user, Ct);
        await imap.RunAsync("SELECT INBOX", Ct);
        var flags = (await imap.RunAsync("FETCH 1:* (FLAGS)", Ct)).Untagged.Select(u => u.Text).ToList();
        Assert.Equal(5, flags.Count);
        Assert.Equal("3 FETCH (FLAGS (\\Flagged \\Seen))", Assert.Single(flags, f => f.Contains("Seen", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Mbsync_carries_mailboxes_and_mail_up()
    {
        var user = host.TakeUser();
        var folder = Path.Combine(_temp["maildir"], "Alt", "cur");
        Directory.CreateDirectory(folder);
        Directory.CreateDirectory(Path.Combine(_temp["maildir"], "Alt", "new"));
        Directory.CreateDirectory(Path.Combine(_temp["maildir"], "Alt", "tmp"));
        for (var i = 0; i < 3; i++)
            await File.WriteAllTextAsync(Path.Combine(folder, $"{i}.local:2,S"), $"Subject: Local {i}\n\nText\n", Ct);
        await ClientProgram.RunAsync("mbsync", Ct, "-c", MbsyncSettings(user), "-a");
        await using var imap = await host.LogInAsync(user, Ct);
        var status = await imap.RunAsync("STATUS Alt (MESSAGES UNSEEN)", Ct);
        Assert.Equal((3u, 0u), (status["MESSAGES"], status["UNSEEN"]));
    }

    [Fact]
    public async Task Curl_reads_and_appends()
    {
        var user = host.TakeUser();
        var letters = await host.FillAsync(user, 2, Ct);
        var login = $"{user}:{MailHost.Password}";
        var imap = $"imap://127.0.0.1:{host.Serve.Port("imap")}";
        Assert.Contains("Archive", await CurlAsync($"{imap}/"), StringComparison.Ordinal);
        Assert.Equal(Text(letters[1]), Crlf(await CurlAsync($"{imap}/INBOX;MAILINDEX=2")));
        Assert.Equal("Subject: Letter 0\r\n\r\n", await CurlAsync($"{imap}/INBOX;MAILINDEX=1;SECTION=HEADER.FIELDS%20(SUBJECT)"));
        await CurlAsync("-T", _temp.Write("upload", "Subject: Up\r\n\r\nText\r\n"), $"{imap}/INBOX");
        Assert.Equal("Subject: Up\r\n\r\nText\r\n", await CurlAsync("--ssl-reqd", "-k", $"{imap}/INBOX;MAILINDEX=3"));
        Assert.Equal(Text(letters[0]), await CurlAsync($"pop3://127.0.0.1:{host.Serve.Port("pop3")}/1"));
        Assert.Equal(Text(letters[0]), await CurlAsync("-k", $"pop3s://127.0.0.1:{host.Serve.Port("pop3s")}/1"));
        Assert.Equal(3, (await CurlAsync("-k", $"pop3s://127.0.0.1:{host.Serve.Port("pop3s")}/")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        Task<string> CurlAsync(params string[] arguments) => ClientProgram.RunAsync("curl", Ct, ["-sS", "--user", login, .. arguments]);
    }

    private static string Text(byte[] letter) => Encoding.Latin1.GetString(letter);

    private static string Crlf(string text) => text.ReplaceLineEndings("\r\n");

    // mbsync and mpop write LF into files, mbsync a header of its own.
    private static string Content(string file) => Crlf(string.Concat(
        File.ReadAllLines(file, Encoding.Latin1).Where(l => !l.StartsWith("X-TUID:", StringComparison.Ordinal)).Select(l => l + "\n")));

    private static List<string> Files(string maildir) =>
        [.. new[] { "cur", "new" }.SelectMany(d => Directory.GetFiles(Path.Combine(maildir, d)))];

    private static string Listing(string folder) => string.Join('\n', new DirectoryInfo(folder)
        .EnumerateFiles("*", SearchOption.AllDirectories)
        .Where(f => !f.Name.StartsWith('.'))
        .Select(f => $"{f.FullName} {f.Length}")
        .Order(StringComparer.Ordinal));

    private void Maildir(string name)
    {
        foreach (var folder in new[] { "cur", "new", "tmp" })
            Directory.CreateDirectory(Path.Combine(_temp[name], folder));
    }

    private string MbsyncSettings(string user) => _temp.Write("mbsyncrc", $"""
        IMAPAccount postfach
        Host 127.0.0.1
        Port {host.Serve.Port("imap")}
        User {user}
        Pass {MailHost.Password}
        SSLType None
        AuthMechs LOGIN

        IMAPStore up
        Account postfach

        MaildirStore down
        SubFolders Verbatim
        Path {_temp["maildir"]}/
        Inbox {_temp["maildir"]}/INBOX

        Channel all
        Far :up:
        Near :down:
        Patterns *
        Create Both
        Expunge Both
        SyncState *

        """);
}
