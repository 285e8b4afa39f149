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
        Assert.StartsWith("bad: 0 fetched", all.Output, StringComparison.Ordinal);

        // The schedule may have been sooner than the command: once the mail is here, and once only.
        using var shown = JsonDocument.Parse((await RunAsync("", 0, "source", "show", "good", "--json")).Output);
        Assert.Equal(1, shown.RootElement.GetProperty("lastRuns").EnumerateArray().Sum(r => r.GetProperty("fetched").GetInt32()));
        var status = (await RunAsync("", 0, "status")).Output;
        Assert.Matches(@"good +anna +\d\d:\d\d:\d\d ago +in 00:0", status);
        Assert.Matches(@"bad +anna +never +in [^;]+; failed \d times: The provider refuses", status);
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

    private async Task<Ended> RunAsync(string input, int code, params string[] arguments)
    {
        using var process = PostfachProcess.Start([.. arguments, "--data", _temp["data"]]);
        var ended = await process.EndAsync(input, Ct);
        Assert.True(ended.Code == code, $"{string.Join(' ', arguments)} ended with {ended.Code}: {ended.Error}");
        return ended;
    }
}
