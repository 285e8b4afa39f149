using System.Security.Cryptography;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Imap;

public sealed class ImapRunTests(ImapProviders providers) : IClassFixture<ImapProviders>
{
    private static CancellationToken Ct => ImapSteps.Ct;

    [Theory]
    [InlineData(ImapProviders.Dovecot)]
    [InlineData(ImapProviders.Postfach)]
    public async Task All_mailboxes_come_with_flags_keywords_and_dates_byte_for_byte(string provider)
    {
        await using var wire = await ImapWire.LogInAsync(providers.EndPoint(provider), "all", "secret", Ct);
        await wire.RunAsync("CREATE \"Work/L&APY-sung\"", Ct);
        await wire.AppendAsync("INBOX", "\\Seen \\Answered", " 5-Mar-2021 10:11:12 +0230", ImapSteps.Text(1));
        await wire.AppendAsync("INBOX", "\\Flagged $Forwarded wichtig", "31-Dec-2023 23:59:59 -0800", ImapSteps.Text(2));
        await wire.AppendAsync("Work/L&APY-sung", "", " 1-Jan-2026 00:00:00 +0000", ImapSteps.Text(3));
        await wire.AppendAsync("Sent", "\\Seen", " 2-Jan-2026 00:00:00 +0000", ImapSteps.Text(4));

        await using var fetching = await Fetching.StartAsync(providers.EndPoint(provider), "all");
        var report = await fetching.RunWellAsync();

        Assert.Equal((4, 0), (report.Fetched, report.Missing));
        var inbox = await fetching.MessagesAsync("INBOX");
        Assert.Equal([ImapSteps.Text(1), ImapSteps.Text(2)], inbox.Select(fetching.Bytes));
        Assert.Equal(FlagSet.Of(MessageFlags.Seen | MessageFlags.Answered), inbox[0].Flags);
        Assert.Equal(["$Forwarded", "wichtig"], inbox[1].Flags.Keywords.Select(k => k.Name));
        Assert.Equal(new DateTimeOffset(2021, 3, 5, 10, 11, 12, new TimeSpan(2, 30, 0)).UtcDateTime, inbox[0].InternalDate.ToDateTimeOffset().UtcDateTime);
        Assert.Equal(ImapSteps.Text(3), fetching.Bytes(Assert.Single(await fetching.MessagesAsync("Work/Lösung"))));
        Assert.Equal(ImapSteps.Text(4), fetching.Bytes(Assert.Single(await fetching.MessagesAsync("Sent"))));

        // Nothing there was changed by it.
        await wire.RunAsync("EXAMINE Work/L&APY-sung", Ct);
        Assert.DoesNotContain("Seen", (await wire.RunAsync("UID FETCH 1 FLAGS", Ct)).Untagged[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ImapProviders.Dovecot)]
    [InlineData(ImapProviders.Postfach)]
    public async Task A_run_with_nothing_new_opens_no_mailbox(string provider)
    {
        await using var wire = await ImapWire.LogInAsync(providers.EndPoint(provider), "again", "secret", Ct);
        await wire.FillAsync("INBOX", 0, 30);
        await using var fetching = await Fetching.StartAsync(providers.EndPoint(provider), "again");
        Assert.Equal(30, (await fetching.RunWellAsync()).Fetched);

        await using var session = await fetching.OpenSessionAsync();
        Assert.Contains("QRESYNC", session.Capabilities);
        var (logIn, folders) = (session.Commands, (await session.ListFoldersAsync(Ct)).Count);
        Assert.Equal(logIn + 1, session.Commands); // LIST-STATUS

        var report = await fetching.RunWellAsync();
        Assert.Equal(0, report.Fetched);
        Assert.Equal(30, report.Mailboxes[0].Held);
        Assert.Equal(folders, report.Mailboxes.Count);
        Assert.Equal(logIn + 2, fetching.Commands); // and LOGOUT

        // A day later too: mod-sequences say that no flag has changed either.
        fetching.Time.Advance(TimeSpan.FromDays(2));
        await fetching.RunWellAsync();
        Assert.Equal(logIn + 2, fetching.Commands);

        // What is new is listed and fetched alone, and what went is noticed.
        await wire.FillAsync("INBOX", 30, 2);
        await wire.RunAsync("SELECT INBOX", Ct);
        await wire.RunAsync("UID STORE 5 +FLAGS (\\Deleted)", Ct);
        await wire.RunAsync("UID EXPUNGE 5", Ct);
        report = await fetching.RunWellAsync();
        Assert.Equal((2, 1), (report.Fetched, report.Mailboxes[0].Vanished));
        Assert.Equal(31, report.Mailboxes[0].There);
        Assert.Equal(CopyState.Vanished, fetching.Lines("INBOX")["5"].State);
        Assert.Equal(32, (await fetching.MessagesAsync("INBOX")).Count);
    }

    [Theory]
    [InlineData(ImapProviders.Dovecot)]
    [InlineData(ImapProviders.Postfach)]
    public async Task Another_UIDVALIDITY_fetches_nothing_twice(string provider)
    {
        await using var wire = await ImapWire.LogInAsync(providers.EndPoint(provider), "anew", "secret", Ct);
        await wire.RunAsync("CREATE Work", Ct);
        await wire.FillAsync("Work", 0, 20);
        await using var fetching = await Fetching.StartAsync(providers.EndPoint(provider), "anew");
        await fetching.RunWellAsync();

        await wire.RunAsync("RENAME Work Old", Ct);
        await wire.RunAsync("CREATE Work", Ct);
        await wire.FillAsync("Work", 25, 1);
        await wire.FillAsync("Work", 3, 17);
        await wire.RunAsync("DELETE Old", Ct);
        var report = await fetching.RunWellAsync();

        var work = report.Mailboxes.Single(m => m.Name == "Work");
        Assert.Equal((1, 3, 18), (work.Fetched, work.Vanished, work.Held));
        Assert.Equal(21, (await fetching.MessagesAsync("Work")).Count);
        Assert.Equal(Enumerable.Range(1, 18).Select(n => $"{n}").Order(), fetching.Lines("Work").Where(l => l.Value.State == CopyState.There).Select(l => l.Key).Order());
    }

    [Theory]
    [InlineData(ImapProviders.Dovecot)]
    [InlineData(ImapProviders.Postfach)]
    public async Task The_rule_deletes_what_is_ours_and_leaves_what_others_marked(string provider)
    {
        await using var wire = await ImapWire.LogInAsync(providers.EndPoint(provider), "rule", "secret", Ct);
        await wire.FillAsync("INBOX", 0, 5);
        await wire.AppendAsync("INBOX", "\\Flagged", " 1-Mar-2026 10:00:00 +0000", ImapSteps.Text(5));
        await using var fetching = await Fetching.StartAsync(providers.EndPoint(provider), "rule", "delete-after=7d never-flagged");
        await fetching.RunWellAsync();
        fetching.Time.Advance(TimeSpan.FromDays(6));
        Assert.Equal(0, (await fetching.RunWellAsync()).Deleted);

        await wire.AppendAsync("INBOX", "\\Deleted", " 1-Mar-2026 10:00:00 +0000", ImapSteps.Text(6));
        await wire.RunAsync("SELECT INBOX", Ct);
        await wire.RunAsync("UID STORE 4 +FLAGS (\\Flagged)", Ct);
        fetching.Time.Advance(TimeSpan.FromDays(2));
        var report = await fetching.RunWellAsync();

        Assert.Equal((1, 4), (report.Fetched, report.Deleted));
        Assert.Equal([4u, 6, 7], await wire.UidsAsync("INBOX"));
        Assert.Equal(CopyState.Deleted, fetching.Lines("INBOX")["1"].State);
        Assert.True(fetching.Lines("INBOX")["4"].IsFlagged);
        Assert.Equal(FlagSet.Empty, (await fetching.MessagesAsync("INBOX"))[6].Flags); // \Deleted is not carried

        // Nor does what is flagged there go when it is not flagged here any more.
        await fetching.StoreAsync("INBOX", 4, FlagChange.Remove(FlagSet.Of(MessageFlags.Flagged)));
        report = await fetching.RunWellAsync();
        Assert.Equal(0, report.Deleted);
        Assert.Contains(report.Mailboxes[0].Notes, n => n.Contains("flagged at the provider", StringComparison.Ordinal));
        Assert.Equal(7, (await fetching.MessagesAsync("INBOX")).Count);
    }

    [Theory]
    [InlineData(ImapProviders.Dovecot)]
    [InlineData(ImapProviders.Postfach)]
    public async Task What_goes_by_the_Trash_lies_there_for_its_days_and_is_not_fetched_again(string provider)
    {
        await using var wire = await ImapWire.LogInAsync(providers.EndPoint(provider), "trash", "secret", Ct);
        await wire.FillAsync("INBOX", 0, 3);
        await using var fetching = await Fetching.StartAsync(providers.EndPoint(provider), "trash", "delete-after=1d via-trash=14d");
        await fetching.RunWellAsync();
        fetching.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(3, (await fetching.RunWellAsync()).Deleted);
        Assert.Equal((0, 3), ((await wire.UidsAsync("INBOX")).Count, (await wire.UidsAsync("Trash")).Count));

        fetching.Time.Advance(TimeSpan.FromDays(13));
        Assert.Equal(0, (await fetching.RunWellAsync()).Fetched);
        Assert.Equal(3, (await wire.UidsAsync("Trash")).Count);

        fetching.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(3, (await fetching.RunWellAsync()).Deleted);
        Assert.Empty(await wire.UidsAsync("Trash"));
        Assert.Equal(3, (await fetching.MessagesAsync("INBOX")).Count);
    }

    [Theory]
    [InlineData(ImapProviders.Dovecot)]
    [InlineData(ImapProviders.Postfach)]
    public async Task From_a_Trash_that_is_not_fetched_only_ours_are_deleted(string provider)
    {
        await using var wire = await ImapWire.LogInAsync(providers.EndPoint(provider), "ours", "secret", Ct);
        await wire.FillAsync("INBOX", 0, 3);
        await wire.FillAsync("Trash", 8, 1);
        await using var fetching = await Fetching.StartAsync(providers.EndPoint(provider), "ours", "delete-after=1d via-trash=14d", s => s with { Mailboxes = ["INBOX"] });
        Assert.Equal(3, (await fetching.RunWellAsync()).Fetched);
        fetching.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(3, (await fetching.RunWellAsync()).Deleted);
        Assert.Equal(4, (await wire.UidsAsync("Trash")).Count);

        fetching.Time.Advance(TimeSpan.FromDays(14));
        Assert.Equal((0, 3), (await fetching.RunWellAsync()) is var report ? (report.Fetched, report.Deleted) : default);
        Assert.Equal([1u], await wire.UidsAsync("Trash"));
    }

    [Theory]
    [InlineData(ImapProviders.Dovecot)]
    [InlineData(ImapProviders.Postfach)]
    public async Task Odd_headers_are_told_by_the_same_hash_when_they_are_asked_for_again(string provider)
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "odd"), "*.eml").Order().ToList();
        await using var wire = await ImapWire.LogInAsync(providers.EndPoint(provider), "odd", "secret", Ct);
        foreach (var file in files)
            await wire.AppendAsync("INBOX", "", " 1-Mar-2026 10:00:00 +0000", await File.ReadAllBytesAsync(file, Ct));
        await using var fetching = await Fetching.StartAsync(providers.EndPoint(provider), "odd");
        Assert.Equal(files.Count, (await fetching.RunWellAsync()).Fetched);

        await using var session = await fetching.OpenSessionAsync();
        var inbox = (await session.ListFoldersAsync(Ct)).Single(f => f.IsInbox);
        var listing = await session.OpenAsync(inbox, default, Ct);
        var identities = await session.IdentifyAsync(listing.Messages, Ct);

        var lines = fetching.Lines("INBOX");
        var others = identities.Where(i => !i.Header.Span.SequenceEqual(lines[i.Id].Header.Span)).Select(i => Path.GetFileName(files[(int)i.Message.Number - 1]));
        Assert.Empty(others);
        Assert.Equal(files.Count, identities.Count);
    }

    [Theory]
    [InlineData(ImapProviders.Dovecot)]
    [InlineData(ImapProviders.Postfach)]
    public async Task A_big_message_comes_in_parts_and_whole(string provider)
    {
        var bytes = new byte[3_500_000];
        new Random(7).NextBytes(bytes);
        var text = System.Text.Encoding.ASCII.GetBytes("Subject: big\r\n\r\n" + Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks) + "\r\n");
        await using var wire = await ImapWire.LogInAsync(providers.EndPoint(provider), "big", "secret", Ct);
        await wire.FillAsync("INBOX", 0, 2);
        await wire.AppendAsync("INBOX", "", " 1-Mar-2026 10:00:00 +0000", text);
        await wire.FillAsync("INBOX", 2, 2);
        await using var fetching = await Fetching.StartAsync(providers.EndPoint(provider), "big");
        Assert.Equal(5, (await fetching.RunWellAsync()).Fetched);
        var messages = await fetching.MessagesAsync("INBOX");
        Assert.Equal(SHA256.HashData(text), SHA256.HashData(fetching.Bytes(messages[2])));
        Assert.All(fetching.Lines("INBOX").Values, l => Assert.Null(l.Reason));
    }

    [Fact]
    public async Task The_quota_is_told_in_bytes()
    {
        await using var wire = await ImapWire.LogInAsync(providers.EndPoint(ImapProviders.Dovecot), "quota", "secret", Ct);
        await wire.AppendAsync("INBOX", "", " 1-Mar-2026 10:00:00 +0000", new byte[1 << 20].Select(_ => (byte)'x').ToArray());
        await using var fetching = await Fetching.StartAsync(providers.EndPoint(ImapProviders.Dovecot), "quota");
        await using var session = await fetching.OpenSessionAsync();
        Assert.Equal(new RemoteQuota(1 << 20, 10 << 20), await session.QuotaAsync(Ct));
    }

    [Theory]
    [InlineData(ImapProviders.Dovecot)]
    [InlineData(ImapProviders.Postfach)]
    public async Task New_mail_ends_the_wait_for_news(string provider)
    {
        await using var wire = await ImapWire.LogInAsync(providers.EndPoint(provider), "idle", "secret", Ct);
        await using var fetching = await Fetching.StartAsync(providers.EndPoint(provider), "idle");
        await using var session = await fetching.OpenSessionAsync();
        var inbox = (await session.ListFoldersAsync(Ct)).Single(f => f.IsInbox);
        var listing = await session.OpenAsync(inbox, default, Ct);
        var news = session.WaitForNewsAsync(TimeSpan.FromMinutes(20), Ct);
        await wire.FillAsync("INBOX", 0, 1);
        await news.WaitAsync(PostfachProgram.Patience, Ct);
        Assert.Single((await session.OpenAsync(inbox, listing.Cursor, Ct)).Messages);

        // Changed flags do, a minute later.
        var flags = session.WaitForNewsAsync(TimeSpan.FromMinutes(20), Ct);
        await wire.RunAsync("SELECT INBOX", Ct);
        await wire.RunAsync("UID STORE 1 +FLAGS (\\Seen)", Ct);
        var begun = fetching.Time.GetUtcNow();
        while (!flags.IsCompleted)
        {
            // The server tells of them in its own time; each of these takes some.
            await wire.RunAsync("NOOP", Ct);
            fetching.Time.Advance(TimeSpan.FromMilliseconds(20));
        }

        await flags;
        Assert.InRange(fetching.Time.GetUtcNow() - begun, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(19));

        // And time does.
        var silence = session.WaitForNewsAsync(TimeSpan.FromMinutes(20), Ct);
        fetching.Time.Advance(TimeSpan.FromMinutes(21));
        await silence.WaitAsync(PostfachProgram.Patience, Ct);
        Assert.True(await session.EndAsync(Ct));
    }

    [Theory]
    [InlineData(ImapProviders.Dovecot)]
    [InlineData(ImapProviders.Postfach)]
    public async Task A_wrong_password_is_told_as_one(string provider)
    {
        await using var fetching = await Fetching.StartAsync(providers.EndPoint(provider), "all", with: s => s with { User = "nobody-of-that-name" });
        Assert.Equal(ProviderFault.LogInRefused, (await fetching.RunAsync()).Fault);
    }

    [Fact]
    public async Task STARTTLS_that_is_not_offered_is_an_error_and_never_clear_text()
    {
        await using var fetching = await Fetching.StartAsync(providers.EndPoint(ImapProviders.Dovecot), "all", with: s => s with { Security = TransportSecurity.StartTls });
        Assert.Equal(ProviderFault.Security, (await fetching.RunAsync()).Fault);
    }
}
