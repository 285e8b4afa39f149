using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Postfach.Mail;
using Postfach.Store;
using Postfach.Tests.Processes;

namespace Postfach.Tests.CommandLine;

/// <summary>Advice and answers about sources, without a running server.</summary>
public sealed class AdviceTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public AdviceTests() => _temp.Write("data/postfach.json", """{ "Listen": ["imaps=127.0.0.1:4993"] }""");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task What_is_not_answered_is_named_where_nobody_can_be_asked()
    {
        var ended = await RunAsync("", "advise", "--devices", "yes", "--offline", "no");
        Assert.Equal(64, ended.Code);
        Assert.Contains("--people yes|no, --small-quota yes|no, --keep-by-law yes|no:", ended.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_is_asked_until_the_answer_is_one()
    {
        var ended = await InProcess.RunAsync("ja\nvielleicht\nn\nnein\nN\nn\n", isInteractive: true, ["advise", "--lang", "de", "--data", _temp["data"]]);
        Assert.Equal(0, ended.Code);
        Assert.StartsWith("Empfehlung: IMAP.\n", ended.Output, StringComparison.Ordinal);
        Assert.Equal(6, ended.Error.Split("[j/n]").Length - 1);
    }

    [Fact]
    public async Task Where_Postfach_stands_in_the_middle_its_own_address_is_told()
    {
        var ended = await RunAsync("", ["advise", "--json", "--lang", "en", .. Said("people")]);
        using var advice = JsonDocument.Parse(ended.Output);
        Assert.Equal("Postfach", advice.RootElement.GetProperty("choice").GetString());
        Assert.Equal("delete-after=7d", advice.RootElement.GetProperty("rule").GetString());
        Assert.Equal(("127.0.0.1", 4993), (advice.RootElement.GetProperty("server").GetProperty("host").GetString(), advice.RootElement.GetProperty("server").GetProperty("port").GetInt32()));
    }

    [Fact]
    public async Task A_provider_that_cannot_be_looked_at_does_not_stop_the_advice()
    {
        await AddSourceAsync();
        var ended = await RunAsync("", ["advise", "home", "--lang", "en", .. Said("devices")]);
        Assert.Equal(0, ended.Code);
        Assert.Contains("the answers alone decide", ended.ErrorLine, StringComparison.Ordinal);
        Assert.StartsWith("Recommended: IMAP.\n", ended.Output, StringComparison.Ordinal);
        Assert.Equal(66, (await RunAsync("", ["advise", "nowhere", .. Said("devices")])).Code);
    }

    [Theory]
    [InlineData("source forecast nowhere", 66, "nowhere")]
    [InlineData("source forecast home --rule delete-after=soon", 64, "delete-after=7d")]
    [InlineData("source forecast home --rule delete-after=7d", 78, "no password")]
    [InlineData("source why home offer", 66, "'offer'")]
    [InlineData("source why nowhere offer", 66, "nowhere")]
    public async Task What_cannot_be_answered_is_said_in_a_line(string line, int code, string names)
    {
        await AddSourceAsync();
        var ended = await RunAsync("", line.Split(' '));
        Assert.Equal(code, ended.Code);
        Assert.Contains(names, ended.ErrorLine, StringComparison.Ordinal);
        Assert.Empty(ended.Output);
    }

    private static string[] Said(string yes) =>
        [.. ((string[])["devices", "people", "small-quota", "keep-by-law", "offline"]).SelectMany(q => new[] { $"--{q}", q == yes ? "yes" : "no" })];

    private Task<Ended> RunAsync(string input, params string[] arguments) => InProcess.RunAsync(input, [.. arguments, "--data", _temp["data"]]);

    // Without a password: the provider is never reached.
    private async Task AddSourceAsync()
    {
        await using var store = MailStore.Open(new StoreOptions { DataFolder = _temp["data"] }, TimeProvider.System, NullLoggerFactory.Instance);
        var settings = new SourceSettings { Protocol = SourceProtocol.Pop3, Host = "pop.example.org", Port = 995, User = "anna" };
        Assert.True(store.Sources.Add("home", new AccountId(1), settings, default));
    }
}
