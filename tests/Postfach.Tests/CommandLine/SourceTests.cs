using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Postfach.Administration;
using Postfach.CommandLine;
using Postfach.Mail;
using Postfach.Retrieval;
using Postfach.Store;
using Postfach.Tests.Processes;

namespace Postfach.Tests.CommandLine;

/// <summary>Sources, without a running server.</summary>
public sealed class SourceTests : IDisposable
{
    private const string Secret = "donkey-under-the-bridge";

    // What a source has to have; on this machine, so that nobody else is asked for anything.
    private const string Least = "--account anna --protocol imap --host 127.0.0.1 --user anna@example.org --password-stdin";

    private readonly TempFolder _temp = new();

    public SourceTests() => _temp.Write("data/postfach.json", """{ "Store": { "PasswordIterations": 4096 } }""");

    private string Data => _temp["data"];

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task What_is_not_said_is_as_usual()
    {
        await AddAsync();
        var settings = await SettingsAsync();
        Assert.Equal(("Imap", 993, "Implicit", "Kept"), (Text(settings, "protocol"), settings.GetProperty("port").GetInt32(), Text(settings, "security"), Text(settings, "secretOrigin")));
        Assert.Equal(("leave", "INBOX", "00:05:00"), (Text(settings, "rule"), Text(settings, "into"), Text(settings, "every")));
        Assert.Equal((20, 50), (settings.GetProperty("brakePercent").GetInt32(), settings.GetProperty("brakeMessages").GetInt32()));
    }

    [Fact]
    public async Task All_that_is_said_is_kept()
    {
        var digits = string.Concat(Enumerable.Repeat("ab:", 31)) + "ab";
        await AddAsync(
            "--port", "1430", "--tls", "starttls", "--into", "Old/{year}", "--rule", "delete-after=7d", "--rule", "never-flagged keep-newest=100", "--every", "idle",
            "--mailbox", "INBOX", "--mailbox", "!Junk", "--folder", "Gesendet=Sent", "--folder", "Spam=-", "--fingerprint", digits, "--client-certificate", _temp.Write("c.pem", ""),
            "--proxy", "socks5://an%40na@127.0.0.1:9050", "--proxy-password-file", _temp.Write("p", ""), "--max-size", "50M", "--daily", "2G", "--brake", "10%", "--brake", "5");
        var settings = await SettingsAsync();
        Assert.Equal((1430, "StartTls", true), (settings.GetProperty("port").GetInt32(), Text(settings, "security"), settings.GetProperty("idle").GetBoolean()));
        Assert.Equal(("Old/{year}", "delete-after=7d keep-newest=100 never-flagged"), (Text(settings, "into"), Text(settings, "rule")));
        Assert.Equal(["INBOX", "!Junk"], Texts(settings, "mailboxes"));
        Assert.Equal(["Gesendet=Sent", "Spam=-"], Texts(settings, "folders"));
        Assert.Equal((digits.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant(), _temp["c.pem"]), (Text(settings, "fingerprint"), Text(settings, "clientCertificate")));
        Assert.Equal(("an@na@127.0.0.1:9050", _temp["p"]), (Text(settings, "proxy"), Text(settings, "proxyPasswordFile")));
        Assert.Equal((50L << 20, 2L << 30), (settings.GetProperty("maxMessageBytes").GetInt64(), settings.GetProperty("dailyBytes").GetInt64()));
        Assert.Equal((10, 5), (settings.GetProperty("brakePercent").GetInt32(), settings.GetProperty("brakeMessages").GetInt32()));
    }

    [Fact]
    public async Task An_edit_changes_what_is_said_and_nothing_else()
    {
        await AddAsync("--daily", "2G", "--folder", "Gesendet=Sent", "--rule", "delete");
        Assert.Equal(new Ended(0, "", ""), await RunAsync("", "source", "edit", "gmx", "--daily", "none", "--tls", "starttls"));
        var settings = await SettingsAsync();
        Assert.Equal(("delete", JsonValueKind.Null), (Text(settings, "rule"), settings.GetProperty("dailyBytes").ValueKind));
        Assert.Equal(143, settings.GetProperty("port").GetInt32());
        Assert.Equal(["Gesendet=Sent"], Texts(settings, "folders"));
        Assert.Contains("a password that is kept", (await RunAsync("", "source", "show", "gmx")).Output, StringComparison.Ordinal);

        // A port of one's own stays, and a command takes the place of the password.
        Assert.Equal(new Ended(0, "", ""), await RunAsync("", "source", "edit", "gmx", "--port", "99", "--token-command", "print token"));
        Assert.Equal(new Ended(0, "", ""), await RunAsync("", "source", "edit", "gmx", "--tls", "implicit", "--folder", "none"));
        settings = await SettingsAsync();
        Assert.Equal((99, "TokenCommand", "print token"), (settings.GetProperty("port").GetInt32(), Text(settings, "secretOrigin"), Text(settings, "secretCommand")));
        Assert.Empty(Texts(settings, "folders"));
        Assert.DoesNotContain("\"hasPassword\": true", (await RunAsync("", "source", "show", "gmx", "--json")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_is_changed_though_what_it_will_do_cannot_be_told()
    {
        await AddAsync("--port", "1");
        var ended = await RunAsync("", "source", "edit", "gmx", "--rule", "delete-after=1d");
        Assert.Equal((0, ""), (ended.Code, ended.Output));
        Assert.StartsWith("What the rule will do cannot be told now", ended.Error, StringComparison.Ordinal);
        Assert.Equal("delete-after=1d", Text(await SettingsAsync(), "rule"));
    }

    [Theory]
    [InlineData(64, "--password-stdin", "source add gmx --account anna --protocol imap --host h --user u")]
    [InlineData(64, "--password-stdin", "source add gmx --account anna --protocol imap --host h --user u --password-stdin --token-command t")]
    [InlineData(64, "--host", "source add gmx --account anna --protocol imap --user u --password-stdin")]
    [InlineData(64, "jmap", "source add gmx --account anna --protocol jmap --host h --user u --password-stdin")]
    [InlineData(64, "g/x", "source add g/x " + Least)]
    [InlineData(67, "nobody", "source add gmx --account nobody --protocol imap --host h --user u --password-stdin")]
    [InlineData(64, "--port is '0'", "source add gmx --port 0 " + Least)]
    [InlineData(64, "say --insecure", "source add gmx --tls none --account anna --protocol imap --host mail.example.org --user u --password-stdin")]
    [InlineData(64, "only {year} and {month}", "source add gmx --into Old/{day} " + Least)]
    [InlineData(64, "Old//x", "source add gmx --into Old//x " + Least)]
    [InlineData(64, "there is no rule 'vanish'", "source add gmx --rule vanish " + Least)]
    [InlineData(64, "leave contradicts", "source add gmx --rule leave --rule delete " + Least)]
    [InlineData(64, "--every is '5'", "source add gmx --every 5 " + Least)]
    [InlineData(64, "--every is '1s'", "source add gmx --every 1s " + Least)]
    [InlineData(64, "--folder is 'Sent'", "source add gmx --folder Sent " + Least)]
    [InlineData(64, "64 hexadecimal digits", "source add gmx --fingerprint abcd " + Least)]
    [InlineData(66, "absent.pem", "source add gmx --client-certificate absent.pem " + Least)]
    [InlineData(64, "socks5://HOST:PORT", "source add gmx --proxy http://h:1 " + Least)]
    [InlineData(64, "--proxy-password-file", "source add gmx --proxy socks5://u:secret@h:1 " + Least)]
    [InlineData(66, "absent.txt", "source add gmx --proxy-password-file absent.txt " + Least)]
    [InlineData(64, "--max-size is 'big'", "source add gmx --max-size big " + Least)]
    [InlineData(64, "--brake is '0'", "source add gmx --brake 0 " + Least)]
    [InlineData(64, "--brake is '101%'", "source add gmx --brake 101% " + Least)]
    [InlineData(64, "are for IMAP", "source add gmx --every idle --account anna --protocol pop3 --host h --user u --password-stdin")]
    [InlineData(66, "There is no source gmx", "source show gmx")]
    [InlineData(66, "There is no source gmx", "source edit gmx --every 1h")]
    [InlineData(66, "There is no source gmx", "source remove gmx")]
    [InlineData(66, "There is no source gmx", "source test gmx")]
    [InlineData(66, "There is no source gmx", "source pause gmx")]
    [InlineData(66, "There is no source gmx", "source confirm gmx")]
    [InlineData(66, "There is no source gmx", "source log gmx")]
    [InlineData(66, "There is no source gmx", "fetch gmx")]
    [InlineData(64, "--limit takes", "source log gmx --limit 0")]
    [InlineData(64, "--message is fetched from one source", "fetch --message 17")]
    [InlineData(64, "--message is fetched from one source", "fetch a b --message 17")]
    [InlineData(64, "--message is fetched from one source", "fetch a --message 17 --dry-run")]
    [InlineData(66, "There is no source gmx", "fetch gmx --message 17")]
    public async Task What_is_wrong_is_one_line_that_says_what_to_do(int code, string named, string line)
    {
        await RunAsync("secret", "user", "add", "anna", "--password-stdin");
        var ended = await RunAsync(Secret, line.Split(' '));
        Assert.Contains(named, ended.ErrorLine, StringComparison.Ordinal);
        Assert.Equal((code, ""), (ended.Code, ended.Output));
    }

    [Fact]
    public async Task An_option_that_lacks_its_value_is_named()
    {
        var ended = await InProcess.RunAsync("", "--data", Data, "fetch", "gmx", "--message");
        Assert.Equal(64, ended.Code);
        Assert.StartsWith("postfach: Required argument missing for option: '--message'.", ended.ErrorLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("mail.example.org", "--insecure")]
    public async Task No_TLS_is_for_this_machine_or_for_who_says_so(string host, params string[] more)
    {
        await RunAsync("secret", "user", "add", "anna", "--password-stdin");
        string[] line = ["source", "add", "gmx", "--account", "anna", "--protocol", "pop3", "--host", host, "--tls", "none", "--user", "u", "--password-stdin"];
        Assert.Equal(new Ended(0, "", ""), await RunAsync(Secret, [.. line, .. more]));
        Assert.Equal(64, (await RunAsync("", "source", "edit", "gmx", "--host", "other.example.org")).Code);
        Assert.Equal(0, (await RunAsync("", "source", "edit", "gmx", "--every", "1h")).Code);
    }

    [Fact]
    public async Task A_name_is_given_once()
    {
        await AddAsync();
        var again = await RunAsync(Secret, ["source", "add", "gmx", .. Least.Split(' ')]);
        Assert.Equal(73, again.Code);
        Assert.Contains("source edit", again.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_password_is_nowhere_to_be_read()
    {
        await AddAsync("--port", "1");
        foreach (var command in new[] { "source show gmx", "source show gmx --json", "source list --json", "fetch --dry-run --json gmx" })
        {
            var ended = await RunAsync("", command.Split(' '));
            Assert.DoesNotContain(Secret, ended.Output + ended.Error, StringComparison.Ordinal);
        }

        foreach (var file in Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories))
            Assert.Equal(-1, (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)));
    }

    [Fact]
    public async Task Paused_and_resumed_and_removed()
    {
        await AddAsync();
        Assert.Equal(new Ended(0, "", ""), await RunAsync("", "source", "pause", "gmx"));
        Assert.Equal("gmx  anna  never  paused  -\n", (await RunAsync("", "source", "list")).Output);
        var nothing = await RunAsync("", "fetch");
        Assert.Equal((0, "", "There is nothing to fetch from; see 'source add'.\n"), (nothing.Code, nothing.Output, nothing.Error));
        Assert.Equal(new Ended(0, "", ""), await RunAsync("", "source", "resume", "gmx"));
        Assert.DoesNotContain("paused", (await RunAsync("", "source", "list")).Output, StringComparison.Ordinal);
        Assert.Equal(new Ended(0, "", ""), await RunAsync("", "source", "remove", "gmx", "--forget"));
        Assert.Equal(new Ended(0, "", ""), await RunAsync("", "source", "list"));
    }

    [Theory]
    [InlineData("user remove anna")]
    [InlineData("user remove anna --with-mail --yes")]
    public async Task The_sources_of_a_removed_user_are_gone(string command)
    {
        await AddAsync();
        Assert.Equal(0, (await RunAsync("", command.Split(' '))).Code);
        Assert.Equal(new Ended(0, "", ""), await RunAsync("", "source", "list"));
    }

    [Fact]
    public async Task A_message_that_was_never_fetched_cannot_be_had_whole()
    {
        await AddAsync();
        var ended = await RunAsync("", "fetch", "gmx", "--message", "offer");
        Assert.Equal((66, "postfach: gmx: No message of gmx that was fetched is 'offer': neither by its name there, nor by its Message-ID, nor by its subject."), (ended.Code, ended.ErrorLine));
    }

    [Fact]
    public async Task Of_two_edits_at_once_the_second_is_refused()
    {
        await AddAsync("--mailbox", "INBOX");
        await using var store = Open();
        var retrieval = new RetrievalService(store, TimeProvider.System, NullLogger<RetrievalService>.Instance);
        var administration = new SourceAdministration(store, retrieval, TimeProvider.System);
        var before = Assert.Single(store.Sources.List()).Settings;
        var first = before with { Every = TimeSpan.FromHours(1) };
        Assert.IsType<AdminReply.Done>(await EditAsync(before, first));
        var refused = Assert.IsType<AdminReply.Refused>(await EditAsync(before, before with { DailyBytes = 1000 }));
        Assert.Equal((ExitCode.TemporaryFailure, "gmx was changed by somebody else meanwhile; look at 'source show gmx', and say it again."), (refused.Code, refused.Why));
        Assert.True(first.IsSameAs(Assert.Single(store.Sources.List()).Settings));
        Assert.IsType<AdminReply.Done>(await EditAsync(first, before));

        Task<AdminReply> EditAsync(SourceSettings read, SourceSettings wanted) =>
            administration.AskAsync(new SourceRequest.EditSource("gmx", read, wanted, Secret: null), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_a_provider_said_of_itself_is_shown_and_a_rule_that_wants_more_is_warned_of()
    {
        await AddAsync("--port", "1");
        await using (var store = Open())
        {
            store.Sources.Learn(
                Assert.Single(store.Sources.List()), s => s with { ExpireDays = 7, LoginDelay = TimeSpan.FromMinutes(15), Ids = IdStability.Unstable });
        }

        var shown = (await RunAsync("", "source", "show", "gmx")).Output;
        Assert.Contains("no two within 15m", shown, StringComparison.Ordinal);
        Assert.Contains("after 7 days (EXPIRE)", shown, StringComparison.Ordinal);
        Assert.Contains("are not the same in every session", shown, StringComparison.Ordinal);
        Assert.Contains("EXPIRE", (await RunAsync("", "source", "edit", "gmx", "--rule", "delete-after=30d")).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("EXPIRE", (await RunAsync("", "source", "edit", "gmx", "--rule", "delete-after=5d")).Error, StringComparison.Ordinal);

        // Of another provider none of it is known.
        await RunAsync("", "source", "edit", "gmx", "--port", "2");
        Assert.DoesNotContain("no two within", (await RunAsync("", "source", "show", "gmx")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_is_shown_and_confirmed()
    {
        await AddAsync();
        Assert.Equal(new Ended(0, "Nothing waits for you.\n", ""), await RunAsync("", "source", "confirm", "gmx"));
        await BrakeAsync("30 of 40 messages would be deleted at once for what happened here", waiting: 30);
        var shown = (await RunAsync("", "source", "show", "gmx")).Output;
        Assert.Contains("30 deletions: 30 of 40 messages", shown, StringComparison.Ordinal);
        Assert.Contains("'source confirm gmx'", shown, StringComparison.Ordinal);
        Assert.Contains("2 fetched (1 KiB)", (await RunAsync("", "source", "log", "gmx")).Output, StringComparison.Ordinal);
        Assert.Contains("The next run may make 30 deletions", (await RunAsync("", "source", "confirm", "gmx")).Output, StringComparison.Ordinal);
        var state = await StateAsync();
        Assert.Equal(("30 of 40 messages would be deleted at once for what happened here", 30), (state.Brake, state.Confirmed));
    }

    [Fact]
    public async Task Where_no_deletion_waits_a_word_takes_what_was_met_as_it_is()
    {
        await AddAsync();
        await BrakeAsync("it is another mailbox than before (another)", waiting: 0);
        Assert.EndsWith("all deletions to come: it is another mailbox than before (another)", (await RunAsync("", "source", "list")).Output.TrimEnd(), StringComparison.Ordinal);
        Assert.StartsWith("Deletions go on from the next run, though it is another mailbox", (await RunAsync("", "source", "confirm", "gmx")).Output, StringComparison.Ordinal);
        var state = await StateAsync();
        Assert.Equal((null, 0, "anna@example.org at 127.0.0.1:993 by IMAP"), (state.Brake, state.Confirmed, state.Identity));
    }

    [Theory]
    [InlineData(75, "cannot be reached", "--host 127.0.0.1 --port 1 --tls none --password-stdin")]
    [InlineData(68, "There is no host mail.invalid", "--host mail.invalid --password-stdin")]
    [InlineData(78, "run it by hand", "--host 127.0.0.1 --port 1 --tls none --password-command false")]
    public async Task A_run_that_fails_ends_with_its_code(int code, string said, string options)
    {
        await RunAsync("secret", "user", "add", "anna", "--password-stdin");
        await RunAsync(Secret, [.. "source add gmx --account anna --protocol pop3 --user u".Split(' '), .. options.Split(' ')]);
        var ended = await RunAsync("", "fetch", "--once");
        Assert.Equal(code, ended.Code);
        Assert.Contains(said, ended.ErrorLine, StringComparison.Ordinal);
        Assert.Equal("", ended.Output);
        var once = await RunAsync("", "source", "list");
        Assert.Contains("failed once", once.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("0 fetched", (await RunAsync("", "source", "log", "gmx")).Output, StringComparison.Ordinal);
        using var outcome = JsonDocument.Parse((await RunAsync("", "fetch", "--json", "--quiet")).Output);
        Assert.Equal(code, Assert.Single(outcome.RootElement.EnumerateArray()).GetProperty("exitCode").GetInt32());
        Assert.Contains("failed 2 times", (await RunAsync("", "source", "list")).Output, StringComparison.Ordinal);
    }

    private async Task AddAsync(params string[] more)
    {
        await RunAsync("secret", "user", "add", "anna", "--password-stdin");
        var ended = await RunAsync(Secret + "\n", ["source", "add", "gmx", .. Least.Split(' '), .. more]);
        Assert.Equal((0, ""), (ended.Code, ended.Output));

        // Nobody is there to be asked what a rule will do.
        Assert.StartsWith(more.Any(m => m.StartsWith("delete", StringComparison.Ordinal)) ? "What the rule will do cannot be told now" : "", ended.Error, StringComparison.Ordinal);
    }

    private async Task<JsonElement> SettingsAsync()
    {
        using var shown = JsonDocument.Parse((await RunAsync("", "source", "show", "gmx", "--json")).Output);
        return shown.RootElement.GetProperty("settings").Clone();
    }

    private async Task BrakeAsync(string why, int waiting)
    {
        await using var store = Open();
        var source = Assert.Single(store.Sources.List());
        var began = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var mailbox = new MailboxReport("INBOX", 40, 40, 2, 1024, 0, 0, 0, [], []);
        var report = new RunReport(source.Name, began, began, [mailbox], null, null, why, waiting, null, IsDryRun: false);
        store.Sources.EndRun(source, s => s with { Brake = why, Identity = "another" }, new SourceRunRecord(began, began, RunJson.Write(report)));
    }

    private async Task<SourceState> StateAsync()
    {
        await using var store = Open();
        return Assert.Single(store.Sources.List()).State;
    }

    private MailStore Open() => MailStore.Open(new StoreOptions { DataFolder = Data }, TimeProvider.System, NullLoggerFactory.Instance);

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();

    private static IEnumerable<string?> Texts(JsonElement of, string name) => of.GetProperty(name).EnumerateArray().Select(e => e.GetString());

    private Task<Ended> RunAsync(string input, params string[] arguments) => InProcess.RunAsync(input, [.. arguments, "--data", Data]);
}
