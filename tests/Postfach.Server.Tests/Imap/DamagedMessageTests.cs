using SQLitePCL;

namespace Postfach.Server.Tests.Imap;

/// <summary>A message whose bytes are lost keeps nobody from the others.</summary>
public sealed class DamagedMessageTests
{
    [Theory]
    [InlineData("ENVELOPE", "DELETE FROM body WHERE id = 2")]
    [InlineData("(UID BODY.PEEK[])", "DELETE FROM body_data WHERE id >> 14 = 2")]
    public async Task The_others_are_fetched_and_no_half_answer_is_sent(string items, string damage)
    {
        await using var server = await TestServer.StartAsync();
        await server.AppendAsync("INBOX", 3);
        var client = await server.ImapAsync();
        Damage(server, damage);

        await client.SayAsync($"a FETCH 1:3 {items}\r\n");
        var lines = new List<string>();
        while (await client.HearAsync() is { } line && !line.StartsWith("a ", StringComparison.Ordinal))
            lines.Add(line);
        Assert.Equal(["* 1", "* 3"], lines.Where(l => l.StartsWith("* ", StringComparison.Ordinal)).Select(l => l[..3]));
        await client.SayAsync("b NOOP\r\n");
        Assert.StartsWith("b OK", await client.HearAsync(), StringComparison.Ordinal);
        Assert.Single(server.Log.Faults);
    }

    private static void Damage(TestServer server, string sql)
    {
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(Path.Combine(server.Folder, "accounts", "1", "mail.db"), out var database));
        using (database)
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(database, sql));
    }
}
