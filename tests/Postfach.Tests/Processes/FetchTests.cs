using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Postfach.Tests.Processes;

/// <summary>Sources of a running server, which is its own provider here: what lies in one account is fetched into another.</summary>
public sealed class FetchTests : IDisposable
{
    private const string Secret = "donkey-under-the-bridge", Wrong = "donkey-above-the-bridge";

    private readonly TempFolder _temp = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task The_server_runs_what_a_command_asks_for_and_tells_no_password()
    {
        foreach (var user in new[] { "anna", "bert" })
            await RunAsync(Secret, 0, "user", "add", user, "--password-stdin");
        await RunAsync("Subject: one\n\nText\n", 0, "deliver", "bert");
        using var serve = await ServeProcess.StartAsync(_temp["data"], Ct, "--listen", "pop3=127.0.0.1:0", "--listen", "imap=127.0.0.1:0");
        await AddAsync("good", "pop3", Secret);
        await AddAsync("bad", "imap", Wrong);
        var all = await RunAsync("", 77, "fetch");
        Assert.Contains("postfach: bad: The provider refuses", all.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("bad:", all.Output, StringComparison.Ordinal);

        // The schedule may have been sooner than the command: once the mail is here, and once only.
        using var shown = JsonDocument.Parse((await RunAsync("", 0, "source", "show", "good", "--json")).Output);
        Assert.Equal(1, shown.RootElement.GetProperty("lastRuns").EnumerateArray().Sum(r => r.GetProperty("fetched").GetInt32()));
        var status = (await RunAsync("", 0, "status")).Output;
        Assert.Matches(@"good +anna +\d\d:\d\d:\d\d ago +in 00:0", status);
        Assert.Matches(@"bad +anna +never +in [^;]+; failed (once|\d+ times): The provider refuses", status);
        Assert.Contains("INBOX  1", (await RunAsync("", 0, "source", "test", "good")).Output, StringComparison.Ordinal);
        Assert.Contains("refuses", (await RunAsync("", 77, "source", "test", "bad")).ErrorLine, StringComparison.Ordinal);
        await RunAsync("", 0, "source", "remove", "bad", "--forget");
        await RunAsync("", 0, "fetch", "--quiet");

        var ended = await serve.StopAsync("TERM", Ct);
        Assert.Equal(0, ended.Code);
        Assert.DoesNotContain("donkey", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Asked for GetRunning", ended.Error, StringComparison.OrdinalIgnoreCase);

        Task AddAsync(string name, string protocol, string password) => RunAsync(
            password, 0, "source", "add", name, "--account", "anna", "--protocol", protocol, "--host", "127.0.0.1", "--port",
            $"{serve.EndPoint(protocol).Port}", "--tls", "none", "--user", "bert", "--password-stdin");
    }

    [Theory]
    [InlineData("pop3", true)]
    [InlineData("pop3", false)]
    [InlineData("imap", true)]
    [InlineData("imap", false)]
    public async Task A_big_message_comes_whole_when_it_is_wanted(string protocol, bool byServer)
    {
        await RunAsync(Secret, 0, "user", "add", "anna", "--password-stdin");
        var provider = _temp["provider"];
        await RunInAsync(provider, Secret, 0, "user", "add", "bert", "--password-stdin");
        await RunInAsync(provider, $"Subject: roof\n\n{new string('x', 5000)}\n", 0, "deliver", "bert");
        using var serve = await ServeProcess.StartAsync(provider, Ct, "--listen", $"{protocol}=127.0.0.1:0");
        await RunAsync(
            Secret, 0, "source", "add", "far", "--account", "anna", "--protocol", protocol, "--host", "127.0.0.1", "--port", $"{serve.EndPoint(protocol).Port}", "--tls", "none",
            "--user", "bert", "--password-stdin", "--max-size", "1K");
        await RunAsync("", 0, "source", "pause", "far");
        using var own = byServer ? await ServeProcess.StartAsync(_temp["data"], Ct) : null;
        await RunAsync("", 0, "fetch", "far");
        Assert.Contains("To have it whole: postfach fetch far --message", await ExportAsync(), StringComparison.Ordinal);

        var whole = await RunAsync("", 0, "fetch", "far", "--message", "roof");
        Assert.Contains("in the place of their placeholders", whole.Error, StringComparison.Ordinal);
        Assert.Contains(new string('x', 5000), await ExportAsync(), StringComparison.Ordinal);
        Assert.Contains("is here whole: INBOX:2", (await RunAsync("", 0, "fetch", "far", "--message", "roof")).Error, StringComparison.Ordinal);
        Assert.Contains("No message of far", (await RunAsync("", 66, "fetch", "far", "--message", "cellar")).ErrorLine, StringComparison.Ordinal);

        async Task<string> ExportAsync()
        {
            var folder = _temp[$"export{Guid.NewGuid():N}"];
            await RunAsync("", 0, "export", "anna", "--to", "eml", folder);
            return await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(folder, "*.eml", SearchOption.AllDirectories)), Ct);
        }
    }

    [Fact]
    public async Task Who_gives_up_waiting_ends_the_run()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await RunAsync(Secret, 0, "user", "add", "anna", "--password-stdin");
        await RunAsync(
            Secret, 0, "source", "add", "slow", "--account", "anna", "--protocol", "pop3", "--host", "127.0.0.1", "--port", $"{((IPEndPoint)silent.LocalEndpoint).Port}", "--tls", "none",
            "--user", "bert", "--password-stdin");
        await RunAsync("", 0, "source", "pause", "slow");
        using var serve = await ServeProcess.StartAsync(_temp["data"], Ct);
        using var fetch = PostfachProcess.Start("fetch", "slow", "--data", _temp["data"]);
        using (await silent.AcceptTcpClientAsync(Ct))
        {
            Assert.Contains("running", (await RunAsync("", 0, "source", "list")).Output, StringComparison.Ordinal);
            await fetch.SignalAsync("INT", Ct);
            var ended = await fetch.EndAsync("", Ct);
            Assert.Equal((75, "postfach: Interrupted."), (ended.Code, ended.ErrorLine));
            Assert.DoesNotContain("running", (await RunAsync("", 0, "source", "list")).Output, StringComparison.Ordinal);
        }
    }

    private Task<Ended> RunAsync(string input, int code, params string[] arguments) => RunInAsync(_temp["data"], input, code, arguments);

    private static async Task<Ended> RunInAsync(string folder, string input, int code, params string[] arguments)
    {
        using var process = PostfachProcess.Start([.. arguments, "--data", folder]);
        var ended = await process.EndAsync(input, Ct);
        Assert.True(ended.Code == code, $"{string.Join(' ', arguments)} ended with {ended.Code}: {ended.Error}");
        return ended;
    }
}
