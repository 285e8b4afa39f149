
namespace Postfach.Server.Tests.Imap;

public sealed class SecretsTests
{
    [Theory]
    [InlineData("LOGIN anna secret")]
    [InlineData("LOGIN anna \"secret")]
    [InlineData("LOGIN anna secret and more")]
    [InlineData("LOGIN \"anna secret\" x")]
    [InlineData("LOGIN anna not-the-secret")]
    [InlineData("AUTHENTICATE PLAIN AGFubmEAc2VjcmV0")]
    [InlineData("AUTHENTICATE PLAIN AGFubmEAc2VjcmV0 secret")]
    [InlineData("AUTHENTICATE LOGIN YW5uYQ==\r\nc2VjcmV0")]
    public async Task A_password_is_never_logged(string command)
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Connect("imap");
        await client.SayAsync($"a {command}\r\n");
        await client.HearUpToAsync("a ");
        await client.CloseAsync();
        Assert.NotEmpty(server.Log.All);
        Assert.DoesNotContain(server.Log.All, line => line.Contains("secret", StringComparison.Ordinal) || line.Contains("c2VjcmV0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_said_is_told_and_secrets_are_not()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Connect("imap");
        foreach (var (command, end) in new[] { ("a LOGIN anna secret", "a "), ("b STATUS INBOX (MESSAGES)", "b "), ("secret", "secret ") })
        {
            await client.SayAsync($"{command}\r\n");
            await client.HearUpToAsync(end);
        }

        await client.CloseAsync();
        var told = server.Log.All.Where(l => l.StartsWith("C: ", StringComparison.Ordinal) || l.StartsWith("S: ", StringComparison.Ordinal)).ToList();
        Assert.Equal(["C: a LOGIN ***", "C: b STATUS INBOX (MESSAGES)", "C: ***"], told.Where(l => l.StartsWith('C')));
        Assert.Equal(3, told.Count(l => l.StartsWith('S')));
        Assert.StartsWith("S: b OK", told.Last(l => l.StartsWith('S')), StringComparison.Ordinal);
    }
}
