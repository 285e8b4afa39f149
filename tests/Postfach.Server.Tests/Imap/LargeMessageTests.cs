using System.Text;
using Postfach.Mail;

namespace Postfach.Server.Tests.Imap;

/// <summary>Messages that are larger than any buffer, and clients that do not do their part.</summary>
public sealed class LargeMessageTests
{
    private const int Size = 3_000_000;

    private static readonly byte[] Large = Message();

    [Fact]
    public async Task A_large_message_comes_back_byte_for_byte()
    {
        await using var server = await TestServer.StartAsync();
        var client = await server.ImapAsync();
        await client.SayAsync($"a APPEND INBOX {{{Size}}}\r\n");
        await client.HearUpToAsync("+ OK");
        await client.SayAsync(Large);
        await client.SayAsync("\r\n");
        await client.HearUpToAsync("a OK");

        await client.SayAsync("b FETCH 1 BODY.PEEK[]\r\n");
        Assert.Equal($"* 1 FETCH (BODY[] {{{Size}}}", await client.HearAsync());
        await SameAsync(Large, client);
        Assert.Equal(")", await client.HearAsync());

        await client.SayAsync("c FETCH 1 (BODY.PEEK[]<1000001.999999> UID)\r\n");
        await client.HearUpToAsync("* 1 FETCH (BODY[]<1000001> {999999}");
        await SameAsync(Large.AsMemory(1_000_001, 999_999), client);
        Assert.Equal(" UID 1)", await client.HearAsync());
    }

    [Fact]
    public async Task A_client_that_does_not_read_holds_little_and_is_let_go()
    {
        await using var server = await TestServer.StartAsync();
        await server.AppendAsync("INBOX", Large, FlagSet.Empty);
        var slow = await server.ImapAsync(pauseAt: 64 << 10);
        await slow.SayAsync("a FETCH 1 BODY.PEEK[]\r\n");
        await slow.UnreadAsync(100_000);
        Assert.InRange(slow.Unread, 1, 400_000);

        // Nobody waits for it.
        var other = await server.ImapAsync();
        await other.SayAsync("a STORE 1 +FLAGS (\\Seen)\r\n");
        await other.HearUpToAsync("a OK");

        server.Time.Advance(server.ImapLimits.StallTimeout);
        await Assert.ThrowsAsync<IOException>(() => slow.Session);
    }

    [Fact]
    public async Task A_client_that_goes_away_in_the_middle_of_its_message_leaves_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var client = await server.ImapAsync();
        await client.SayAsync($"a APPEND INBOX {{{Size}+}}\r\n");
        await client.SayAsync(Large.AsMemory(0, Size - 1));
        await client.CloseAsync();
        await Assert.ThrowsAsync<EndOfStreamException>(() => client.Session);
        Assert.Equal(0, (await server.MailboxAsync("INBOX")).Current.Exists);
        Assert.Empty(server.Log.Faults);
    }

    [Fact]
    public async Task A_client_that_stops_in_the_middle_of_its_message_is_let_go()
    {
        await using var server = await TestServer.StartAsync();
        var client = await server.ImapAsync();
        await client.SayAsync($"a APPEND INBOX {{{Size}+}}\r\nSubject");
        await client.QuietAsync();
        server.Time.Advance(server.ImapLimits.StallTimeout);
        await Assert.ThrowsAsync<IOException>(() => client.Session);
    }

    private static async Task SameAsync(ReadOnlyMemory<byte> expected, TestClient client)
    {
        var received = await client.HearBytesAsync(expected.Length);
        Assert.True(expected.Span.SequenceEqual(received));
    }

    /// <summary>All bytes but NUL, in no short pattern.</summary>
    private static byte[] Message()
    {
        var message = new byte[Size];
        for (var i = 0; i < message.Length; i++)
            message[i] = (byte)(1 + (i * 7919L / 13 % 255));
        Encoding.ASCII.GetBytes("Subject: large\r\n\r\n").CopyTo(message, 0);
        return message;
    }
}
