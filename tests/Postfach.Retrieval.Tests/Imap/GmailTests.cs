namespace Postfach.Retrieval.Tests.Imap;

/// <summary>Gmail from end to end: one message, many mailboxes.</summary>
public sealed class GmailTests
{
    [Fact]
    public async Task Each_message_comes_once_and_lands_by_its_labels()
    {
        await using var gmail = Filled();
        await using var fetching = await Fetching.StartAsync(gmail.EndPoint, "u");
        Assert.Equal(7, (await fetching.RunWellAsync()).Fetched);
        Assert.Equal([1, 4], await NumbersAsync(fetching, "INBOX"));
        Assert.Equal([2], await NumbersAsync(fetching, "Work"));
        Assert.Equal([3], await NumbersAsync(fetching, "Sent"));
        Assert.Equal([5], await NumbersAsync(fetching, "Archive"));
        Assert.Equal([6], await NumbersAsync(fetching, "Drafts"));
        Assert.Equal([7], await NumbersAsync(fetching, "Größe"));
        Assert.Equal(0, (await fetching.RunWellAsync()).Fetched);

        // Another label is no other message.
        gmail.AddTo("Work", gmail.In(FakeGmail.AllMail)[1].Bytes);
        gmail.Deliver(ImapSteps.Text(10), "\\Inbox");
        Assert.Equal(1, (await fetching.RunWellAsync()).Fetched);
        Assert.Equal([1, 4, 10], await NumbersAsync(fetching, "INBOX"));
        Assert.DoesNotContain(gmail.Commands, c => c.StartsWith("SELECT", StringComparison.Ordinal) || c.StartsWith("EXAMINE", StringComparison.Ordinal) && !c.Contains(FakeGmail.AllMail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_deleted_there_goes_to_its_Trash_and_so_out_of_all_its_mailboxes()
    {
        await using var gmail = Filled();
        await using var fetching = await Fetching.StartAsync(gmail.EndPoint, "u", "delete");
        Assert.Equal((7, 7), await fetching.RunWellAsync() is var report ? (report.Fetched, report.Deleted) : default);
        Assert.Equal((0, 0, 0, 8), (gmail.In(FakeGmail.AllMail).Count, gmail.In("INBOX").Count, gmail.In("Work").Count, gmail.In(FakeGmail.Bin).Count));
        Assert.Single(gmail.In(FakeGmail.Spam));
        Assert.Equal((0, 0), await fetching.RunWellAsync() is var again ? (again.Fetched, again.Deleted) : default);
        Assert.Equal([1, 4], await NumbersAsync(fetching, "INBOX"));
    }

    [Fact]
    public async Task Trash_and_Spam_come_when_they_are_named()
    {
        await using var gmail = Filled();
        await using var fetching = await Fetching.StartAsync(gmail.EndPoint, "u", with: s => s with { Folders = ["\\Trash=Trash", FakeGmail.Spam + "=Junk"] });
        Assert.Equal(9, (await fetching.RunWellAsync()).Fetched);
        Assert.Equal([8], await NumbersAsync(fetching, "Trash"));
        Assert.Equal([9], await NumbersAsync(fetching, "Junk"));
    }

    private static FakeGmail Filled()
    {
        var gmail = new FakeGmail();
        gmail.Deliver(ImapSteps.Text(1), "\\Inbox", "Work", "\\Starred");
        gmail.Deliver(ImapSteps.Text(2), "Work");
        gmail.Deliver(ImapSteps.Text(3), "\\Sent");
        gmail.Deliver(ImapSteps.Text(4), "\\Inbox", "\\Sent");
        gmail.Deliver(ImapSteps.Text(5));
        gmail.Deliver(ImapSteps.Text(6), "\\Draft");
        gmail.Deliver(ImapSteps.Text(7), "Gr&APYA3w-e");
        gmail.AddTo(FakeGmail.Bin, ImapSteps.Text(8));
        gmail.AddTo(FakeGmail.Spam, ImapSteps.Text(9));
        return gmail;
    }

    private static async Task<IReadOnlyList<int>> NumbersAsync(Fetching fetching, string mailbox)
    {
        var texts = (await fetching.MessagesAsync(mailbox)).Select(fetching.Bytes).ToList();
        return [.. texts.Select(t => Enumerable.Range(0, 30).Single(n => t.AsSpan().SequenceEqual(ImapSteps.Text(n))))];
    }
}
