using Microsoft.Extensions.Time.Testing;
using Postfach.Mail;

namespace Postfach.Store.Tests;

/// <summary>What SORT, THREAD, THREADID and PREVIEW want is made behind the deliveries.</summary>
public sealed class PreparationTests
{
    [Fact]
    public async Task What_came_is_prepared_once_nothing_has_come_for_a_moment()
    {
        await using var store = new TestStore(o => o with { PreparingDelay = TimeSpan.FromSeconds(1) });
        var account = await store.OpenAsync();
        await account.FillAsync(600);
        Assert.Equal((0, 0, 0, 0), Counts(store));
        await PrepareByClockAsync(store, account);
        await store.CloseAsync();
        Assert.Equal((600, 600, 600, 600), Counts(store));
    }

    [Fact]
    public async Task What_is_prepared_is_what_who_asks_would_have_made()
    {
        await using var store = new TestStore();
        var (prepared, asked) = (await store.OpenAsync(1), await store.OpenAsync(2));
        foreach (var account in new[] { prepared, asked })
        {
            await account.AppendAsync("Message-ID: <a@x>\r\nSubject: Roof\r\nDate: 2 Oct 2026 12:00:00 +0000\r\n\r\nThe roof leaks.");
            await account.AppendAsync("Message-ID: <b@x>\r\nReferences: <a@x>\r\nSubject: Re: Roof\r\n\r\nSince when?");
            await account.AppendAsync("\r\n");
        }

        await PrepareAsync(prepared);
        foreach (var message in (await prepared.InboxAsync()).Current.Messages())
        {
            Assert.Equal(asked.BeginPreviews().Make(message.Body), Preview(prepared, message.Body));
            Assert.Equal(await asked.ThreadsOfAsync([message.Body], TestStore.Ct), prepared.Threads.Read([message.Body]));
        }
    }

    [Fact]
    public async Task After_a_restart_it_goes_on_where_it_was()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        await account.FillAsync(300);
        await PrepareAsync(account);
        await account.FillAsync(20);
        account = await store.ReopenAsync();
        using (var file = Database.Open(store.MailPath))
            file.Execute("DELETE FROM thread_of WHERE body <= 100");
        await PrepareAsync(account);

        // What was before the cursor is not looked at again.
        Assert.Equal(220, account.Threads.Read([.. Enumerable.Range(1, 320).Select(n => new BodyId((uint)n))]).Count);
        Assert.Equal(account.Clock, account.Preparation.Followed);
    }

    [Fact]
    public async Task Copies_and_flags_write_nothing()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        await account.FillAsync(3);
        await PrepareAsync(account);
        var inbox = await account.InboxAsync();
        await account.CopyAsync(inbox.Id, inbox.Current.Uids(), MailboxName.Inbox, TestStore.Anna, TestStore.Ct);
        await account.StoreAsync(inbox, inbox.Current.Uids(), FlagChange.Add(FlagSet.Of(MessageFlags.Seen)));
        var before = Cursor(store);
        await PrepareAsync(account);
        Assert.Equal(before, Cursor(store));
        Assert.Equal(account.Clock, account.Preparation.Followed);
    }

    [Fact]
    public async Task A_message_that_is_damaged_keeps_nobody_from_the_others()
    {
        await using var store = new TestStore();
        var account = await store.OpenAsync();
        await account.FillAsync(3);
        using (var file = Database.Open(store.MailPath))
            file.Execute("DELETE FROM body_data WHERE id >= 2 * 16384 AND id < 3 * 16384");
        await PrepareAsync(account);
        Assert.Equal(3, Counts(store).Threads);
        Assert.Equal(2, Counts(store).Previews);
    }

    [Fact]
    public async Task Messages_that_have_gone_for_good_are_passed_over()
    {
        await using var store = new TestStore(o => o with { Grace = TimeSpan.FromDays(1) });
        var account = await store.OpenAsync();
        await account.FillAsync(3);
        await account.ExpungeAsync(await account.InboxAsync(), UidSet.Of(new Uid(2)));
        store.Time.Advance(TimeSpan.FromDays(2));
        await account.EndGraceAsync(account.Clock, TestStore.Ct);
        await PrepareAsync(account);
        Assert.Equal((2, 2, 2, 2), Counts(store));
    }

    private static async Task PrepareAsync(Account account)
    {
        while (await account.Preparation.WorkAsync(new Throttle(new FakeTimeProvider(), () => false), TestStore.Ct))
        {
        }
    }

    private static async Task PrepareByClockAsync(TestStore store, Account account)
    {
        var prepared = account.Preparation.Worked;
        store.Time.Advance(store.Options.PreparingDelay);
        await prepared.WaitAsync(TestStore.Ct);
    }

    private static byte[] Preview(Account account, BodyId body)
    {
        var batch = account.Bodies.BeginBatch();
        batch.MoveTo(body);
        Assert.True(batch.TryGetPreview(out var preview));
        var copy = preview.ToArray();
        batch.Dispose();
        return copy;
    }

    private static (long Numbers, long Texts, long Previews, long Threads) Counts(TestStore store) =>
        (Count(store, "key_numbers"), Count(store, "key_texts"), Count(store, "preview"), Count(store, "thread_of"));

    private static long Count(TestStore store, string table) => Number(store, $"SELECT count(*) FROM {table}");

    private static long Cursor(TestStore store) => Number(store, "SELECT modseq FROM prepared");

    private static long Number(TestStore store, string query)
    {
        using var file = Database.OpenForReading(store.MailPath);
        var row = file[query];
        Assert.True(row.Step());
        var number = row.Int64(0);
        row.Reset();
        return number;
    }
}
