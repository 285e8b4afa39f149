using System.Text;

namespace Postfach.EndToEnd.Clients;

/// <summary>The log tells who did what over which connection, and never a password, at any level.</summary>
public sealed class LogSecrecyTests : IDisposable
{
    // Long enough that none of them is found by chance.
    private const string Right = "right-donkey-secret", Wrong = "wrong-donkey-secret", Next = "next-donkey-secret";

    private readonly TempFolder _temp = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task No_password_is_in_the_log_however_it_came()
    {
        await PostfachProgram.AddUserAsync(_temp["data"], "anna", Right, Ct);
        await using var serve = await ServeProcess.StartAsync(_temp["data"], new Dictionary<string, string> { ["POSTFACH_Logging__LogLevel__Default"] = "Trace" }, Ct);
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

        Assert.Contains(serve.Log, l => l.Contains(" imap ", StringComparison.Ordinal) && l.Contains(": anna logged in", StringComparison.Ordinal));
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

    private static string Plain(string password) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"\0anna\0{password}"));
}
