using Postfach.Mail;
using static Postfach.Store.Tests.AccountSteps;

namespace Postfach.Store.Tests;

/// <summary>OK means durable; what fails, fails alone; nothing is written to a disk that failed.</summary>
public sealed class DurabilityTests : IAsyncDisposable
{
    private readonly TestStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task What_was_answered_is_in_the_file_at_that_moment()
    {
        var account = await _store.OpenAsync();
        var inbox = await account.InboxAsync();
        await account.AppendAsync("kept");
        await account.StoreAsync(inbox, Uids(1, 1), FlagChange.Add(FlagSet.Of(MessageFlags.Answered)));
        await using var crashed = _store.Crash();
        var other = await crashed.OpenAsync();
        var message = Assert.Single((await other.InboxAsync()).Current.Messages());
        Assert.Equal("kept", other.Text(message));
        Assert.Equal(MessageFlags.Answered, message.Flags.System);
    }

    [Fact]
    public async Task Changes_that_wait_together_share_commits_and_all_of_them_are_there()
    {
        var account = await _store.OpenAsync();
        var appends = Enumerable.Range(0, 200).Select(i => account.AppendAsync($"{i}")).ToList();
        var results = await Task.WhenAll(appends);
        Assert.Equal(200, results.Select(r => r.Uids.First).Distinct().Count());
        Assert.Equal(200, results.Select(r => r.ModSeq).Distinct().Count());
        account = await _store.ReopenAsync();
        var inbox = await account.InboxAsync();
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}").Order(), inbox.Current.Messages().Select(account.Text).Order());
    }

    [Fact]
    public async Task A_change_that_fails_takes_nothing_of_its_neighbours_along()
    {
        var account = await _store.OpenAsync();
        var writer = account.Writer;
        var neighbours = Enumerable.Range(0, 20).Select(i => account.AppendAsync($"{i}")).ToList();
        var broken = writer.RunAsync<bool>(
            scope =>
            {
                var inbox = scope.State.Tree.Find(MailboxName.Inbox)!.Id;
                scope.Record(inbox, new FeedEntry.Revalidate(new UidValidity(7)), TestStore.Anna);
                throw new InvalidOperationException("a defect");
            },
            TestStore.Ct);
        await Assert.ThrowsAsync<InvalidOperationException>(() => broken);
        await Task.WhenAll(neighbours);
        account = await _store.ReopenAsync();
        var inbox = await account.InboxAsync();
        Assert.Equal(20, inbox.Current.Exists);
        Assert.NotEqual(7u, inbox.Current.UidValidity.Value);
        Assert.DoesNotContain(account.ReadFeed(default, 100), r => r.Kind == FeedKind.Revalidate);
    }

    [Fact]
    public async Task On_a_full_disk_nothing_is_half_done_and_reading_goes_on()
    {
        var account = await _store.OpenAsync();
        await account.AppendAsync("before");
        account.Writer.File.LimitPages(1);
        var big = new string('x', 300_000);
        await Assert.ThrowsAsync<SqliteFailureException>(() => account.AppendAsync(big));
        Assert.Equal("before", account.Text(Assert.Single((await account.InboxAsync()).Current.Messages())));
    }

    [Fact]
    public async Task After_a_failure_of_the_disk_the_account_is_read_only_until_its_file_was_opened_anew()
    {
        var account = await _store.OpenAsync();
        await account.AppendAsync("before");
        account.Writer.File.LimitPages(1);
        await Assert.ThrowsAsync<SqliteFailureException>(() => account.AppendAsync(new string('x', 300_000)));
        var refused = await Assert.ThrowsAsync<StoreException>(() => account.AppendAsync("too soon"));
        Assert.Contains("read-only", refused.Message, StringComparison.Ordinal);
        _store.Time.Advance(_store.Options.FaultPause);
        await account.AppendAsync("after");
        Assert.Equal(["before", "after"], (await account.InboxAsync()).Current.Messages().Select(account.Text));
        account = await _store.ReopenAsync();
        Assert.Equal(["before", "after"], (await account.InboxAsync()).Current.Messages().Select(account.Text));
    }

    [Fact]
    public async Task A_message_on_its_way_while_the_disk_failed_is_refused_and_not_taken_with_a_hole()
    {
        var account = await _store.OpenAsync();
        var content = account.BeginMessage();
        await content.WriteAsync(new byte[3 << 20], TestStore.Ct);
        account.Writer.File.LimitPages(1);
        await Assert.ThrowsAsync<SqliteFailureException>(() => account.AppendAsync(new string('x', 300_000)));
        _store.Time.Advance(_store.Options.FaultPause);
        await account.AppendAsync("after");
        var append = async () =>
        {
            await content.WriteAsync("the end"u8.ToArray(), TestStore.Ct);
            await account.AppendAsync(MailboxName.Inbox, [new NewMessage(content, FlagSet.Empty, null)], TestStore.Anna, TestStore.Ct);
        };
        await Assert.ThrowsAsync<StoreException>(append);
        await content.DisposeAsync();
        await account.AppendAsync(new string('y', 3 << 20));
        account = await _store.ReopenAsync();
        Assert.Equal(["after", new string('y', 3 << 20)], (await account.InboxAsync()).Current.Messages().Select(account.Text));
    }

    [Fact]
    public async Task What_a_session_saw_before_a_failure_of_the_disk_it_still_sees_after_it()
    {
        await using var store = new TestStore(o => o with { CheckpointRows = 1 });
        var account = await store.OpenAsync();
        await account.FillAsync(10);
        account = await store.ReopenAsync();
        var inbox = await account.InboxAsync();

        // Nobody has looked at its messages yet: they still lie in the file.
        var view = inbox.Current;
        account.Writer.File.LimitPages(1);
        await Assert.ThrowsAsync<SqliteFailureException>(() => account.AppendAsync(new string('x', 300_000)));
        store.Time.Advance(store.Options.FaultPause);
        for (var i = 0; i < 3; i++)
            await account.StoreAsync(inbox, Uids(1, 10), i % 2 == 0 ? FlagChange.Add(FlagSet.Of(MessageFlags.Seen)) : FlagChange.Remove(FlagSet.Of(MessageFlags.Seen)));
        Assert.Equal(10, view.Messages().Count(m => m.Flags.IsEmpty));
        Assert.Equal(10, SnapshotDifference.Between(view, inbox.Current).Changed.Count);
    }

    [Fact]
    public async Task The_log_stays_bounded_under_a_stream_of_writes()
    {
        await using var store = new TestStore(o => o with { WalBytes = 1 << 20 });
        var account = await store.OpenAsync();
        for (var i = 0; i < 40; i++)
            await account.AppendAsync($"{i}" + new string('x', 200_000));
        Assert.InRange(new FileInfo(store.MailPath + "-wal").Length, 1, 3 << 20);
    }

    [Fact]
    public async Task The_file_is_synced_at_each_commit_shrinks_by_itself_and_has_room_for_private_state()
    {
        await _store.OpenAsync();
        await _store.CloseAsync();
        using var database = Database.Open(_store.MailPath);
        Assert.Equal(2, database.Number("synchronous"));
        Assert.Equal(0, database.Number("wal_autocheckpoint"));
        Assert.Equal(2, database.Number("auto_vacuum"));
        database["INSERT INTO private_seen VALUES ('anna', 1, 7, 1, x'00')"].Run();
    }

    [Fact]
    public async Task A_second_store_on_the_folder_is_refused()
    {
        _ = _store.Store;
        var second = Assert.Throws<DataFolderInUseException>(
            () => MailStore.Open(_store.Options, _store.Time, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance));
        Assert.Contains(_store.Folder, second.Message, StringComparison.Ordinal);
        await _store.CloseAsync();
        _ = _store.Store;
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void The_folder_and_its_files_are_for_their_owner_alone()
    {
        _ = _store.Store;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_store.Folder));
    }

    [Fact]
    public async Task A_file_of_a_newer_program_is_refused_in_words()
    {
        await _store.OpenAsync();
        await _store.CloseAsync();
        using (var database = Database.Open(_store.MailPath))
            database.Execute("PRAGMA user_version = 99");
        var refused = await Assert.ThrowsAsync<StoreException>(() => _store.OpenAsync());
        Assert.Contains("newer", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_old_file_is_brought_to_the_current_version_all_of_it_or_nothing()
    {
        var path = Path.Combine(_store.Folder, "upgrade.db");
        using (var database = Database.Open(path))
            Assert.Equal(0, new Schema("CREATE TABLE a (x)").Apply(database));
        using (var database = Database.Open(path))
        {
            Assert.Throws<SqliteFailureException>(() => new Schema("CREATE TABLE a (x)", "CREATE TABLE b (x)", "nonsense").Apply(database));
            Assert.Equal(1, database.Number("user_version"));
            Assert.Equal(1, new Schema("CREATE TABLE a (x)", "CREATE TABLE b (x)").Apply(database));
            Assert.Equal(2, database.Number("user_version"));
        }
    }

    [Fact]
    public async Task Only_a_bounded_number_of_idle_accounts_stays_open()
    {
        await using var store = new TestStore(o => o with { MaxIdleAccounts = 2 });
        for (var i = 1; i <= 5; i++)
        {
            using var lease = await store.Store.OpenAsync(new AccountId(i), TestStore.Ct);
            await lease.Account.AppendAsync($"{i}");
        }

        await store.Store.WaitForClosingsAsync();

        // A closed file has given its log back.
        Assert.Equal(2, Directory.GetFiles(store.Folder, "mail.db-wal", SearchOption.AllDirectories).Length);
        using var again = await store.Store.OpenAsync(new AccountId(1), TestStore.Ct);
        Assert.Equal("1", again.Account.Text(Assert.Single((await again.Account.InboxAsync()).Current.Messages())));
    }
}
