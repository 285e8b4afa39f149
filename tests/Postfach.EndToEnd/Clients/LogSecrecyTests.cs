using System.Text;
using System.Text.Json;

namespace Postfach.EndToEnd.Clients;

/// <summary>The log tells who did what over which connection, and never a password, at any level.</summary>
public sealed class LogSecrecyTests : IDisposable
{
    // Long enough that none of them is found by chance.
    private const string Right = "right-donkey-secret", Wrong = "wrong-donkey-secret", Next = "next-donkey-secret";

    private readonly TempFolder _temp = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("Text")]
    [InlineData("Json")]
    public async Task No_password_is_in_the_log_however_it_came(string format)
    {
        await PostfachProgram.AddUserAsync(_temp["data"], "anna", Right, Ct);
        await using var serve = await StartAsync(format, "Trace");
        foreach (var password in new[] { Right, Wrong })
        {
            await TryAsync($"LOGIN anna {password}");
            await TryAsync($"LOGIN anna \"{password}");
            await TryAsync($"NOSUCH anna {password}");
            await TryAsync($"AUTHENTICATE PLAIN {Plain(password)}");
            await TryAsync($"AUTHENTICATE PLAIN {Plain(password)}!");
            await Assert.ThrowsAsync<RefusedException>(() => Pop3Wire.LogInAsync(serve.EndPoint("pop3"), "nobody", password, Ct));
        }

        await PostfachProgram.RunAsync(Next, Ct, "user", "password", "anna", "--password-stdin", "--data", _temp["data"]);
        Assert.Equal(0, await serve.StopAsync(Ct));

        Assert.Contains(serve.Log, l => l.Contains("anna logged in", StringComparison.Ordinal));
        Assert.Contains(serve.Log, l => l.Contains("C: PASS ***", StringComparison.Ordinal));
        foreach (var secret in new[] { Right, Wrong, Next }.SelectMany(p => new[] { p, Plain(p), Convert.ToBase64String(Encoding.ASCII.GetBytes(p)) }))
            Assert.DoesNotContain(serve.Log, l => l.Contains(secret, StringComparison.Ordinal));

        async Task TryAsync(string command)
        {
            await using var imap = await ImapWire.ConnectAsync(serve.EndPoint("imap"), Ct);
            var tag = imap.NextTag();
            await imap.SendAsync(Encoding.ASCII.GetBytes($"{tag} {command}\r\n"), Ct);
            await imap.ReadAnswerAsync(tag, Ct);
        }
    }

    [Fact]
    public async Task What_is_logged_of_a_session_says_whose_it_is_and_what_is_at_work()
    {
        await PostfachProgram.AddUserAsync(_temp["data"], "anna", Right, Ct);
        await using var serve = await StartAsync("Text", "Debug");
        await SayHelloAsync(serve);
        Assert.Equal(0, await serve.StopAsync(Ct));
        var lines = serve.Log.Where(l => l.Contains(" imap ", StringComparison.Ordinal)).ToList();
        Assert.Contains(lines, l => l.EndsWith(" 127.0.0.1: Connection accepted", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.EndsWith(" 127.0.0.1 user=anna command=LOGIN: anna logged in", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains(" 127.0.0.1 user=anna command=ID: The client says it is ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains(" 127.0.0.1 user=anna: A command could not be read: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_in_JSON_is_an_object_a_line()
    {
        await PostfachProgram.AddUserAsync(_temp["data"], "anna", Right, Ct);
        await using var serve = await StartAsync("Json", "Debug");
        await SayHelloAsync(serve);
        Assert.Equal(0, await serve.StopAsync(Ct));
        var events = serve.Log.Select(l => JsonDocument.Parse(l).RootElement).ToList();
        var logIn = Assert.Single(events, e => Text(e, "name") == "LoggedIn");
        Assert.Equal(("info", "Postfach.Server.Imap.ImapService", 1000), (Text(logIn, "level"), Text(logIn, "category"), logIn.GetProperty("event").GetInt32()));
        Assert.Equal(("imap", "127.0.0.1", "anna", "LOGIN"), (Text(logIn, "listener"), Text(logIn, "address"), Text(logIn, "user"), Text(logIn, "command")));
        Assert.Equal(("anna logged in", "anna"), (Text(logIn, "message"), logIn.GetProperty("values").GetProperty("user").GetString()));
        var id = Assert.Single(events, e => Text(e, "name") == "ClientIdentified");
        Assert.Equal((Text(logIn, "connection"), "anna", "ID"), (Text(id, "connection"), Text(id, "user"), Text(id, "command")));
        Assert.All(events, e => Assert.Equal(DateTimeKind.Utc, e.GetProperty("time").GetDateTime().Kind));
    }

    private Task<ServeProcess> StartAsync(string format, string level) => ServeProcess.StartAsync(
        _temp["data"],
        new Dictionary<string, string> { ["POSTFACH_Logging__LogLevel__Default"] = level, ["POSTFACH_Logging__Format"] = format },
        Ct);

    private static async Task SayHelloAsync(ServeProcess serve)
    {
        await using var imap = await ImapWire.ConnectAsync(serve.EndPoint("imap"), Ct);
        foreach (var command in new[] { $"LOGIN anna {Right}", "ID (\"name\" \"test\\\"s client\")", "NOSUCH", "LOGOUT" })
        {
            var tag = imap.NextTag();
            await imap.SendAsync(Encoding.ASCII.GetBytes($"{tag} {command}\r\n"), Ct);
            await imap.ReadAnswerAsync(tag, Ct);
        }
    }

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Plain(string password) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"\0anna\0{password}"));
}
