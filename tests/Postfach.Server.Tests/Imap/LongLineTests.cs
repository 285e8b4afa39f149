using Postfach.Protocol.Imap;

namespace Postfach.Server.Tests.Imap;

public sealed class LongLineTests
{
    private static readonly string Long = new('x', ImapLimits.AfterLogIn.Line);

    [Fact]
    public async Task A_line_that_is_too_long_is_refused_by_its_tag_and_the_next_is_read()
    {
        await using var server = await TestServer.StartAsync();
        var client = await server.ImapAsync();
        await client.SayAsync($"a CREATE {Long}\r\nb NOOP\r\n");
        Assert.StartsWith("a BAD [LIMIT]", await client.HearAsync(), StringComparison.Ordinal);
        Assert.StartsWith("b OK", await client.HearAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_literal_at_the_end_of_such_a_line_is_not_taken_for_commands()
    {
        await using var server = await TestServer.StartAsync();
        var client = await server.ImapAsync();
        await client.SayAsync($"a APPEND {Long} {{18+}}\r\nb DELETE Archive\r\n\r\n");
        Assert.StartsWith("* BYE", await client.HearAsync(), StringComparison.Ordinal);
        Assert.Null(await client.HearAsync());
        Assert.NotNull(server.Account.Mailboxes.Find(Mail.MailboxName.Parse("Archive")));
    }

    [Fact]
    public async Task Who_does_not_speak_IMAP_is_sent_away()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Connect("imap");
        await client.SayAsync(string.Concat(Enumerable.Repeat("GET / HTTP/1.1\r\n", 100)));
        await client.HearUpToAsync("* BYE");
        Assert.Null(await client.HearAsync());
    }
}
