using Postfach.Mail;

namespace Postfach.Store.Tests;

/// <summary>Flags that change at a provider, carried to the messages here.</summary>
public sealed class LedgerFlagsTests : IAsyncDisposable
{
    private static readonly Actor Provider = new("", "imap", "fetched from example.org (web)");
    private static readonly FlagSet Seen = FlagSet.Of(MessageFlags.Seen), Flagged = FlagSet.Of(MessageFlags.Flagged), Answered = FlagSet.Of(MessageFlags.Answered);
    private static readonly SourceId Source = new(1);

    private TestStore _store = new();

    private static CancellationToken Ct => TestStore.Ct;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Only_what_changed_there_changes_here()
    {
        var (account, mailbox) = await FetchAsync(("1", Flagged), ("2", FlagSet.Empty));
        var inbox = await account.InboxAsync();
        await account.StoreAsync(inbox, AccountSteps.Uids(1, 1), FlagChange.Remove(Flagged));
        await account.StoreAsync(inbox, AccountSteps.Uids(1, 2), FlagChange.Add(Answered));

        var carried = await CarryAsync(account, mailbox, ("1", Flagged.With(Seen)), ("2", Keywords("a", "b")));

        Assert.Equal(new FlagsCarried(2, 0), carried);
        Assert.Equal([Answered.With(Seen), Answered.With(Keywords("a", "b"))], Flags(inbox));
        Assert.Equal([Flagged.With(Seen), Keywords("a", "b")], account.Ledger.Read(mailbox).Select(l => l.FlagsThere!));

        // And taken away again there, it is here; what is here alone stays.
        await CarryAsync(account, mailbox, ("1", FlagSet.Empty), ("2", Keywords("b")));
        Assert.Equal([Answered, Answered.With(Keywords("b"))], Flags(inbox));
    }

    [Fact]
    public async Task The_feed_tells_who_changed_them_in_a_row_for_all_of_a_kind()
    {
        var (account, mailbox) = await FetchAsync(("1", FlagSet.Empty), ("2", FlagSet.Empty), ("3", FlagSet.Empty));
        var before = account.Clock;
        await CarryAsync(account, mailbox, ("1", Seen), ("2", Seen), ("3", FlagSet.Empty));
        Assert.Equal(before.Value + 1, account.Clock.Value);
        await foreach (var row in account.FollowAsync(before, Ct))
        {
            Assert.Equal((FeedKind.Flags, AccountSteps.Uids(1, 2), Provider), (row.Kind, row.Uids, row.Actor));
            break;
        }

        // The same again is no change.
        before = account.Clock;
        Assert.Equal(new FlagsCarried(0, 0), await CarryAsync(account, mailbox, ("1", Seen), ("2", Seen)));
        Assert.Equal(before, account.Clock);
    }

    [Fact]
    public async Task A_message_is_found_where_it_was_moved_and_one_that_was_deleted_stays_so()
    {
        var (account, mailbox) = await FetchAsync(("1", FlagSet.Empty), ("2", FlagSet.Empty), ("3", FlagSet.Empty));
        var inbox = await account.InboxAsync();
        await account.MoveAsync(inbox.Id, AccountSteps.Uids(1, 1), MailboxName.Parse("Archive"), TestStore.Anna, Ct);
        await account.CopyAsync(inbox.Id, AccountSteps.Uids(3, 3), MailboxName.Parse("Archive"), TestStore.Anna, Ct);
        await account.ExpungeAsync(inbox, AccountSteps.Uids(2, 2));

        Assert.Equal(new FlagsCarried(2, 0), await CarryAsync(account, mailbox, ("1", Seen), ("2", Seen), ("3", Flagged)));

        Assert.Equal([Flagged], Flags(inbox));
        Assert.Equal([Seen, Flagged], Flags((await account.OpenMailboxAsync(MailboxName.Parse("Archive"), Ct))!));
        Assert.Equal([Seen, Seen, Flagged], account.Ledger.Read(mailbox).Select(l => l.FlagsThere!));
    }

    [Fact]
    public async Task Flags_that_were_never_known_are_remembered_and_change_nothing()
    {
        var (account, mailbox) = await FetchAsync(("1", null));
        Assert.Equal(new FlagsCarried(0, 0), await CarryAsync(account, mailbox, ("1", Seen)));
        Assert.Equal([FlagSet.Empty], Flags(await account.InboxAsync()));
        await CarryAsync(account, mailbox, ("1", Seen.With(Flagged)));
        Assert.Equal([Flagged], Flags(await account.InboxAsync()));
    }

    [Fact]
    public async Task More_keywords_than_a_mailbox_may_have_stay_away_and_the_rest_comes()
    {
        _store = new TestStore(o => o with { MaxKeywords = 2 });
        var (account, mailbox) = await FetchAsync(("1", Keywords("a")), ("2", Keywords("b", "c")));
        var inbox = await account.InboxAsync();
        Assert.Equal([Keywords("a"), FlagSet.Empty], Flags(inbox));

        Assert.Equal(new FlagsCarried(1, 0), await CarryAsync(account, mailbox, ("1", Keywords("a", "b"))));
        Assert.Equal(new FlagsCarried(1, 1), await CarryAsync(account, mailbox, ("2", Keywords("a", "b", "c").With(Seen))));
        Assert.Equal([Keywords("a", "b"), Keywords("a", "b").With(Seen)], Flags(inbox));

        // Not carried is not known: where there is room later, it comes with the next change.
        Assert.Equal(Keywords("a", "b").With(Seen), account.Ledger.Read(mailbox)[1].FlagsThere);
        Assert.Equal(new FlagsCarried(0, 1), await CarryAsync(account, mailbox, ("2", Keywords("a", "b", "c").With(Seen))));
        Assert.Equal(new FlagsCarried(1, 1), await CarryAsync(account, mailbox, ("2", Keywords("a", "c").With(Seen))));
        Assert.Equal(Keywords("a").With(Seen), Flags(inbox)[1]);
    }

    [Fact]
    public async Task A_file_of_the_version_before_keeps_its_lines_and_knows_no_flags_of_them()
    {
        var (account, mailbox) = await FetchAsync(("1", Seen), ("2", Keywords("a")));
        await account.Ledger.WriteCursorAsync(mailbox, new RemoteCursor(7, 3, 99, 2, 1, 0, _store.Time.GetUtcNow()), Ct);
        var lines = account.Ledger.Read(mailbox);
        await _store.CloseAsync();
        using (var database = Database.Open(_store.MailPath))
        {
            database.Execute("DROP INDEX retrieved_unfetched");
            foreach (var column in (string[])["flags_there", "keywords_there"])
                database.Execute($"ALTER TABLE retrieved DROP COLUMN {column}");
            foreach (var column in (string[])["unseen", "hidden", "listed"])
                database.Execute($"ALTER TABLE remote_mailbox DROP COLUMN {column}");
            database.Execute("PRAGMA user_version = 7");
        }

        account = await _store.OpenAsync();
        Assert.Equal(new RemoteCursor(7, 3, 99, 2), Assert.Single(account.Ledger.Mailboxes(Source)).Cursor);
        Assert.Equal(lines.Select(Told), account.Ledger.Read(mailbox).Select(Told));
        Assert.All(account.Ledger.Read(mailbox), l => Assert.Null(l.FlagsThere));
        await CarryAsync(account, mailbox, ("1", FlagSet.Empty));
        Assert.Equal(FlagSet.Empty, account.Ledger.Read(mailbox)[0].FlagsThere);
        Assert.Equal(Seen, Flags(await account.InboxAsync())[0]);
    }

    private static (string, long, BodyId?, DateTimeOffset, DateTimeOffset?, CopyState) Told(LedgerEntry line) =>
        (line.Id, line.Size, line.Body, line.Fetched, line.Read, line.State);

    private static FlagSet Keywords(params string[] names) =>
        FlagSet.Of(MessageFlags.None, names.Select(n => Keyword.TryParse(n, out var keyword) ? keyword : default));

    private static List<FlagSet> Flags(Mailbox mailbox) => [.. mailbox.Current.Messages().Select(m => m.Flags)];

    private static Task<FlagsCarried> CarryAsync(Account account, RemoteMailboxId mailbox, params (string Id, FlagSet Flags)[] seen)
    {
        var lines = account.Ledger.Read(mailbox).ToDictionary(l => l.Id);
        return account.Ledger.CarryFlagsAsync(mailbox, [.. seen.Select(s => new FlagsThere(lines[s.Id], s.Flags))], Provider, Ct);
    }

    private async Task<(Account Account, RemoteMailboxId Mailbox)> FetchAsync(params (string Id, FlagSet? Flags)[] messages)
    {
        var account = await _store.OpenAsync();
        var mailbox = await account.Ledger.OpenAsync(Source, "INBOX", Ct);
        foreach (var (id, flags) in messages)
        {
            await using var content = account.BeginMessage();
            await content.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"Subject: {id}\r\n\r\n"), Ct);
            var message = new NewMessage(content, flags ?? FlagSet.Empty, null);
            var fetched = new FetchedMessage(message, MailboxName.Inbox, id, content.Length, new byte[32], _store.Time.GetUtcNow(), FlagsThere: flags);
            Assert.IsType<FetchResult.Committed>(await account.Ledger.TakeInAsync(mailbox.Id, [fetched], Provider, Ct));
        }

        return (account, mailbox.Id);
    }
}
