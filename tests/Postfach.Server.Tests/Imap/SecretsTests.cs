
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
}
