using Postfach.Mail;

namespace Postfach.Store.Tests;

/// <summary>How the search index follows the feed, and how little it can be harmed. That its answers are right: <see cref="ExactSearchTests"/>.</summary>
public sealed class SearchIndexTests
{
    [Fact]
    public async Task What_came_is_indexed_once_nothing_has_come_for_a_while()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        await account.FillAsync(5);
        var worked = account.Index.Worked;
        store.Time.Advance(TimeSpan.FromSeconds(1));
        await account.FillAsync(10);
        store.Time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.False(worked.IsCompleted);
        Assert.Equal(new IndexProgress(1, 1, 0), store.Store.IndexProgress);
        store.Time.Advance(TimeSpan.FromSeconds(1));
        await worked.WaitAsync(TestStore.Ct);
        Assert.Equal(10, account.IndexedBodies());
        Assert.Equal(new IndexProgress(1, 0, 1), store.Store.IndexProgress);
    }

    [Fact]
    public async Task Mail_that_does_not_pause_is_indexed_all_the_same()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        var worked = account.Index.Worked;
        for (var second = 0; second <= 60; second++)
        {
            await account.FillAsync(1);
            store.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await worked.WaitAsync(TestStore.Ct);
    }

    [Fact]
    public async Task Without_indexing_there_is_no_file()
    {
        await using var store = new TestStore(o => o with { Index = new SearchIndexOptions { Enabled = false } });
        var account = await store.OpenAsync();
        await account.FillAsync(30);
        store.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(30, await CountAsync(account, "subject"));
        Assert.False(File.Exists(store.IndexPath));
    }

    [Fact]
    public async Task Equal_bodies_are_indexed_once()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        await account.FillAsync(20);
        var inbox = await account.InboxAsync();
        await account.CopyAsync(inbox.Id, inbox.Current.Uids(), MailboxName.Inbox, TestStore.Anna, TestStore.Ct);
        await account.IndexAsync();
        await account.CopyAsync(inbox.Id, inbox.Current.Uids(), MailboxName.Inbox, TestStore.Anna, TestStore.Ct);
        await account.IndexAsync();
        Assert.Equal(20, account.IndexedBodies());
        Assert.Equal(80, await CountAsync(account, "subject"));
    }

    [Fact]
    public async Task Changes_of_flags_write_nothing()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        await account.FillAsync(20);
        await account.IndexAsync();
        var before = Bytes(store);
        var inbox = await account.InboxAsync();
        await account.StoreAsync(inbox, inbox.Current.Uids(), new FlagChange(FlagOperation.Add, FlagSet.Of(MessageFlags.Seen)));
        await account.IndexAsync();
        Assert.Equal(before, Bytes(store));
        Assert.Equal(account.Clock, account.Index.Followed);
    }

    [Fact]
    public async Task Many_small_pieces_become_few()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        for (var i = 0; i < 40; i++)
        {
            await account.AppendAsync($"Subject: number {i}\r\n\r\nword{i}\r\n");
            await account.IndexAsync();
        }

        Assert.Equal(40, account.IndexedBodies());
        Assert.InRange(account.Segments().Count, 1, 6);
        Assert.Equal(1, await CountAsync(account, "word39"));
        Assert.Equal(11, await CountAsync(account, "word3"));
    }

    [Fact]
    public async Task The_words_of_bodies_that_have_gone_go_too()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        for (var i = 0; i < 20; i++)
            await account.AppendAsync($"Subject: number {i}\r\n\r\nsecret{i}\r\n");
        await account.IndexAsync();
        var inbox = await account.InboxAsync();
        await account.ExpungeAsync(inbox, AccountSteps.Uids(1, 15));
        store.EndLeases();
        store.Time.Advance(TimeSpan.FromDays(15));
        account = await store.OpenAsync();
        await account.EndGraceAsync(account.Clock, TestStore.Ct);
        await account.IndexAsync();
        Assert.Equal(5, account.IndexedBodies());
        Assert.DoesNotContain("SECRET3", account.IndexedWords(IndexField.Body));
        Assert.Contains("SECRET17", account.IndexedWords(IndexField.Body));
    }

    [Fact]
    public async Task A_mail_file_that_is_older_than_the_index_has_it_made_anew()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        await account.FillAsync(20);
        await store.CloseAsync();
        var backup = await File.ReadAllBytesAsync(store.MailPath, TestStore.Ct);
        account = await store.OpenAsync();
        for (var i = 0; i < 20; i++)
            await account.AppendAsync($"Subject: lost {i}\r\n\r\nlost\r\n");
        await account.IndexAsync();
        await store.CloseAsync();
        await File.WriteAllBytesAsync(store.MailPath, backup, TestStore.Ct);
        account = await store.OpenAsync();
        for (var i = 0; i < 20; i++)
            await account.AppendAsync($"Subject: new {i}\r\n\r\nnew\r\n");
        Assert.Equal(0, await CountAsync(account, "lost"));
        Assert.Equal(20, await CountAsync(account, "new"));
        await account.IndexAsync();
        Assert.Equal(40, account.IndexedBodies());
        Assert.Equal(0, await CountAsync(account, "lost"));
        Assert.Equal(20, await CountAsync(account, "new"));
    }

    [Fact]
    public async Task An_index_of_other_rules_is_made_anew()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        await account.FillAsync(20);
        await account.IndexAsync();
        await store.CloseAsync();
        using (var database = Database.Open(store.IndexPath))
            database.Execute("UPDATE origin SET made_by = x'00'");
        account = await store.OpenAsync();
        Assert.Equal(20, await CountAsync(account, "subject"));
        Assert.Equal(0, account.IndexedBodies());
        await account.IndexAsync();
        Assert.Equal(20, account.IndexedBodies());
    }

    [Fact]
    public async Task A_merge_that_a_crash_broke_off_leaves_nothing_behind()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        await account.FillAsync(20);
        await account.IndexAsync();
        await store.CloseAsync();
        using (var database = Database.Open(store.IndexPath))
            database.Execute("INSERT INTO block SELECT id + (1000 << 24), first, words_sum, lists_sum, words, lists FROM block");
        account = await store.OpenAsync();
        Assert.Equal(20, await CountAsync(account, "subject"));
        await account.IndexAsync();
        await store.CloseAsync();
        using (var database = Database.Open(store.IndexPath))
            Assert.Null(new IndexTables(database).FindUnfinished());
    }

    [Fact]
    public async Task An_index_that_is_found_damaged_is_made_anew_without_being_told()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        await account.FillAsync(20);
        await account.IndexAsync();
        await store.CloseAsync();
        using (var database = Database.Open(store.IndexPath))
            database.Execute("UPDATE block SET words = zeroblob(length(words))");
        account = await store.OpenAsync();
        Assert.Equal(20, await CountAsync(account, "subject"));
        Assert.Null(account.Index.Ask([], TestStore.Ct));
        var worked = account.Index.Worked;
        store.Time.Advance(TimeSpan.FromSeconds(2));
        await worked.WaitAsync(TestStore.Ct);
        Assert.NotNull(account.Index.Ask([], TestStore.Ct));
        Assert.Equal(20, account.IndexedBodies());
    }

    [Fact]
    public async Task Where_the_disk_refuses_it_is_tried_again_later()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        Directory.CreateDirectory(store.IndexPath);
        await account.FillAsync(20);
        var worked = account.Index.Worked;
        store.Time.Advance(TimeSpan.FromSeconds(2));
        await worked.WaitAsync(TestStore.Ct);
        Assert.Equal(20, await CountAsync(account, "subject"));
        Directory.Delete(store.IndexPath);

        // Another account need not wait for that.
        var other = await store.OpenAsync(account: 2);
        worked = other.Index.Worked;
        await other.FillAsync(20);
        store.Time.Advance(TimeSpan.FromSeconds(2));
        await worked.WaitAsync(TestStore.Ct);
        Assert.Equal(20, other.IndexedBodies());
        worked = account.Index.Worked;
        await account.FillAsync(30);
        store.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.False(worked.IsCompleted);
        store.Time.Advance(TimeSpan.FromMinutes(1));
        await worked.WaitAsync(TestStore.Ct);
        Assert.Equal(30, account.IndexedBodies());
    }

    [Fact]
    public async Task A_message_with_too_much_in_it_is_looked_at()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        await account.FillAsync(20);
        await account.AppendAsync($"Subject: big\r\n\r\n{new string('a', 1_200_000)}needle\r\n");
        await account.AppendAsync("Subject: small\r\n\r\nneedle\r\n");
        await account.IndexAsync();
        Assert.Equal(21, account.IndexedBodies());
        Assert.Equal(2, await CountAsync(account, "needle"));
    }

    [Fact]
    public async Task A_damaged_message_keeps_nobody_from_being_indexed()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        await account.FillAsync(20);
        await store.CloseAsync();
        using (var database = Database.Open(store.MailPath))
            database.Execute("DELETE FROM body_data WHERE id = 5 * 16384");
        account = await store.OpenAsync();
        await account.IndexAsync();
        Assert.Equal(19, account.IndexedBodies());
        var scope = new SearchScope((await account.InboxAsync()).Current, UidSet.Empty, UidSet.Empty, DateTimeOffset.UnixEpoch);
        var result = await MailboxSearch.FindAsync(account, new SearchQuery.Text("subject"), scope, TestStore.Ct);
        Assert.Equal(19, result.Found.Count);
        Assert.Equal(5u, Assert.Single(result.Unreadable).Body.Value);
    }

    [Fact]
    public async Task Closing_does_not_wait_for_the_work_to_end()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        await account.FillAsync(500);
        var work = account.Index.WorkAsync(new Throttle(store.Time, () => false), TestStore.Ct);
        await store.CloseAsync();
        await Record.ExceptionAsync(() => work);
        account = await store.OpenAsync();
        await account.IndexAsync();
        Assert.Equal(500, account.IndexedBodies());
    }

    private static long Bytes(TestStore store) => new[] { "", "-wal" }.Sum(e => new FileInfo(store.IndexPath + e).Length);

    private static async Task<int> CountAsync(Account account, string text)
    {
        var scope = new SearchScope((await account.InboxAsync()).Current, UidSet.Empty, UidSet.Empty, DateTimeOffset.UnixEpoch);
        return (await MailboxSearch.FindAsync(account, new SearchQuery.Text(text), scope, TestStore.Ct)).Found.Count;
    }
}
