namespace Postfach.Server.Tests;

/// <summary>Who guesses passwords waits, whatever protocol they speak.</summary>
public sealed class GuessingTests
{
    [Theory]
    [InlineData("imap", "a LOGIN anna secret\r\n", "a OK")]
    [InlineData("imap", "a AUTHENTICATE PLAIN AGFubmEAc2VjcmV0\r\n", "a OK")]
    [InlineData("imap", "a AUTHENTICATE LOGIN YW5uYQ==\r\nc2VjcmV0\r\n", "a OK")]
    [InlineData("imap", "a AUTHENTICATE SCRAM-SHA-256 biwsbj1hbm5hLHI9YWJj\r\nAAAA\r\n", "a NO [AUTHENTICATIONFAILED]")]
    [InlineData("pop3", "USER anna\r\nPASS secret\r\n", "+OK 0 messages")]
    [InlineData("pop3", "AUTH PLAIN AGFubmEAc2VjcmV0\r\n", "+OK 0 messages")]
    [InlineData("pop3", "AUTH SCRAM-SHA-1 biwsbj1hbm5hLHI9YWJj\r\nAAAA\r\n", "-ERR [AUTH]")]
    public async Task What_was_guessed_by_IMAP_and_POP3_slows_down_both(string protocol, string logIn, string answer)
    {
        var time = new WatchedTime(TimeSpan.FromSeconds(1));
        await using var server = await TestServer.StartAsync(new TestServer { Time = time });
        var imap = server.Connect("imap");
        for (var i = 0; i < 3; i++)
        {
            await imap.SayAsync("a LOGIN anna wrong\r\n");
            await imap.HearUpToAsync("a NO");
        }

        var pop3 = server.Connect("pop3");
        for (var i = 0; i < 2; i++)
        {
            await pop3.SayAsync("AUTH PLAIN AGFubmEAd3Jvbmc=\r\n");
            await pop3.HearUpToAsync("-ERR [AUTH]");
        }

        Assert.Contains("Log-ins as anna are slowed down after 5 wrong passwords", server.Log.All);
        var client = server.Connect(protocol);
        await client.SayAsync(logIn);
        var hearing = client.HearUpToAsync(answer);
        await time.Begun;
        Assert.False(hearing.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        await hearing;
    }

    [Theory]
    [InlineData("imap", "a AUTHENTICATE SCRAM-SHA-256 {0}\r\n", "+ ", "a NO ")]
    [InlineData("pop3", "AUTH SCRAM-SHA-256 {0}\r\n", "+ ", "-ERR ")]
    public async Task An_unknown_user_and_a_wrong_proof_are_answered_alike(string protocol, string begin, string challenge, string refusal)
    {
        await using var server = await TestServer.StartAsync();
        var heard = new List<(int Challenge, string Refusal)>();
        foreach (var name in new[] { "anna", "nobody" })
        {
            var client = server.Connect(protocol);
            await client.SayAsync(string.Format(null, begin, Base64($"n,,n={name},r=abc")));
            var first = await client.HearUpToAsync(challenge);
            var nonce = System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(first[2..])).Split(',')[0];
            await client.SayAsync(Base64($"c=biws,{nonce},p={Convert.ToBase64String(new byte[32])}") + "\r\n");
            heard.Add((first.Length, await client.HearUpToAsync(refusal)));
        }

        Assert.Equal(heard[0], heard[1]);
    }

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(text));
}
