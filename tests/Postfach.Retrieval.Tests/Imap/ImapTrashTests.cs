using Postfach.Store;

namespace Postfach.Retrieval.Tests.Imap;

/// <summary>What goes by the provider's Trash where it does not tell under which UIDs it lies there: it is found by size and header.</summary>
public sealed class ImapTrashTests
{
    [Theory]
    [InlineData("IMAP4rev1 MOVE SPECIAL-USE")]
    [InlineData("IMAP4rev1 MOVE SPECIAL-USE UIDPLUS")]
    public async Task Ours_alone_leave_the_Trash_when_their_days_are_over(string capabilities)
    {
        await using var server = new FakeImapAccount(@"\Trash Trash") { Capabilities = capabilities };
        for (var i = 0; i < 4; i++)
            server.AddTo("INBOX", ImapSteps.Text(i));
        server.AddTo("Trash", ImapSteps.Text(20));
        server.Quirk = command =>
        {
            // Others throw things away just then, one of them with the size of one of ours.
            if (!command.Contains("MOVE", StringComparison.Ordinal))
                return null;
            server.AddTo("Trash", ImapSteps.Text(21));
            server.AddTo("Trash", [.. ImapSteps.Text(1).Select(b => b == (byte)'N' ? (byte)'M' : b)]);
            return null;
        };
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u", "delete-after=1d keep-newest=1 via-trash=14d", s => s with { Mailboxes = ["INBOX"] });
        await fetching.RunWellAsync();
        fetching.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(3, (await fetching.RunWellAsync()).Deleted);
        Assert.Equal((1, 6), (server.In("INBOX").Count, server.In("Trash").Count));
        Assert.Equal(["4", "5", "6"], fetching.Lines("Trash").Where(l => l.Value.State == CopyState.InTrash).Select(l => l.Key).Order());

        server.Quirk = _ => null;
        fetching.Time.Advance(TimeSpan.FromDays(13));
        await fetching.RunWellAsync();
        Assert.DoesNotContain(server.In("Trash").Values, m => m.Flags.Contains("\\Deleted"));
        Assert.Equal(6, server.In("Trash").Count);

        fetching.Time.Advance(TimeSpan.FromDays(2));
        await fetching.RunWellAsync();
        Assert.Equal([1u, 2, 3], server.In("Trash").Where(m => !m.Value.Flags.Contains("\\Deleted")).Select(m => m.Key));
        Assert.Equal(4, (await fetching.MessagesAsync("INBOX")).Count);
    }
}
