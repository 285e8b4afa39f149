using Postfach.Mail;
using static Postfach.Store.Tests.AccountSteps;

namespace Postfach.Store.Tests;

/// <summary>The change feed: one row a committed change, one clock, and everything else its checkpoint.</summary>
public sealed class FeedTests : IAsyncDisposable
{
    private static readonly FlagSet Seen = FlagSet.Of(MessageFlags.Seen);

    private readonly TestStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task One_command_on_one_mailbox_is_one_row_whatever_the_number_of_messages()
    {
        var account = await _store.OpenAsync();
        var inbox = await account.InboxAsync();
        await account.FillAsync(5000);
        var before = account.Clock;
        await account.StoreAsync(inbox, Uids(1, 5000), FlagChange.Add(Seen));
        var row = Assert.Single(account.ReadFeed(before, 10));
        Assert.Equal(FeedKind.Flags, row.Kind);
        Assert.Equal("1:5000", row.Uids.ToString());
        Assert.Equal(TestStore.Anna, row.Actor);
        Assert.Equal(_store.Time.GetUtcNow(), row.At);
    }

    [Fact]
    public async Task A_follower_sees_each_row_once_and_waits_for_those_to_come()
    {
        var account = await _store.OpenAsync();
        var start = account.Clock;
        await account.AppendAsync("a");
        await using var feed = account.FollowAsync(start, TestStore.Ct).GetAsyncEnumerator(TestStore.Ct);
        Assert.True(await feed.MoveNextAsync());
        Assert.Equal(FeedKind.Append, feed.Current.Kind);
        var next = feed.MoveNextAsync();
        Assert.False(next.IsCompleted);
        await account.AppendAsync("b");
        Assert.True(await next);
        Assert.Equal(start.Value + 2, feed.Current.ModSeq.Value);
    }

    [Fact]
    public async Task What_changes_nothing_is_no_row()
    {
        var account = await _store.OpenAsync();
        var inbox = await account.InboxAsync();
        await account.AppendAsync("a", flags: Seen);
        var before = account.Clock;
        var stored = await account.StoreAsync(inbox, Uids(1, 1), FlagChange.Add(Seen));
        Assert.True(stored.Changed.IsEmpty);
        Assert.Equal(before, account.Clock);
    }

    [Fact]
    public async Task A_restart_shows_the_same_mailboxes_from_the_feed_and_from_the_checkpoint()
    {
        var account = await _store.OpenAsync();
        var expected = await MakeHistoryAsync(account);

        // As a crash leaves it: nothing but the feed.
        await using var crashed = _store.Crash();
        Assert.Equal(expected, (await (await crashed.OpenAsync()).InboxAsync()).Current.Lines());

        // Closed properly: chunks.
        account = await _store.ReopenAsync();
        Assert.Equal(expected, (await account.InboxAsync()).Current.Lines());
    }

    [Fact]
    public async Task Chunks_can_be_thrown_away_the_feed_is_the_truth()
    {
        var account = await _store.OpenAsync();
        var expected = await MakeHistoryAsync(account);
        var uidNext = (await account.InboxAsync()).Current.UidNext;
        await _store.CloseAsync();
        using (var file = AccountFile.Open(_store.MailPath))
            file.ForgetCheckpoints();
        account = await _store.OpenAsync();
        var inbox = await account.InboxAsync();
        Assert.Equal(expected, inbox.Current.Lines());
        Assert.Equal(uidNext, inbox.Current.UidNext);
        Assert.Equal(["$Forwarded"], inbox.Current.Keywords.Select(k => k.Name));
    }

    [Fact]
    public async Task A_checkpoint_in_the_middle_changes_nothing_that_a_client_could_see()
    {
        await using var store = new TestStore(o => o with { CheckpointRows = 3 });
        var account = await store.OpenAsync();
        var expected = await MakeHistoryAsync(account);
        account = await store.ReopenAsync();
        Assert.Equal(expected, (await account.InboxAsync()).Current.Lines());
        await using var crashed = store.Crash();
        Assert.Equal(expected, (await (await crashed.OpenAsync()).InboxAsync()).Current.Lines());
    }

    [Fact]
    public async Task Each_mailbox_has_the_mod_sequence_of_its_own_last_change()
    {
        var account = await _store.OpenAsync();
        var inbox = await account.InboxAsync();
        await account.AppendAsync("a");
        var highest = inbox.Current.HighestModSeq;
        await account.AppendAsync("b", "Sent");
        await account.AppendAsync("c", "Sent");
        Assert.Equal(highest, inbox.Current.HighestModSeq);
        Assert.True(account.Clock > highest);
        account = await _store.ReopenAsync();
        Assert.Equal(highest, (await account.InboxAsync()).Current.HighestModSeq);
    }

    [Fact]
    public async Task A_deletion_of_a_mailbox_is_told_to_who_waits_on_it()
    {
        var account = await _store.OpenAsync();
        var sent = (await account.OpenMailboxAsync(MailboxName.Parse("Sent"), TestStore.Ct))!;
        var waiting = sent.WaitForChangeAsync(sent.Current, TestStore.Ct);
        Assert.False(waiting.IsCompleted);
        await account.DeleteMailboxAsync(MailboxName.Parse("Sent"), TestStore.Anna, TestStore.Ct);
        await waiting;
        Assert.Null(sent.Name);
    }

    /// <summary>A bit of everything, over several chunks.</summary>
    private static async Task<string[]> MakeHistoryAsync(Account account)
    {
        var inbox = await account.InboxAsync();
        Assert.True(Keyword.TryParse("$Forwarded", out var forwarded));
        await account.FillAsync(2500);
        await account.StoreAsync(inbox, Uids(10, 1500), FlagChange.Add(Seen));
        await account.ExpungeAsync(inbox, Uids(1000, 1100));
        await account.StoreAsync(inbox, Uids(2000, 2400), FlagChange.Replace(FlagSet.Of(MessageFlags.Flagged, forwarded)));
        await account.StoreAsync(inbox, Uids(5, 20), FlagChange.Remove(Seen));
        await account.CopyAsync(inbox.Id, Uids(1, 30), MailboxName.Parse("Sent"), TestStore.Anna, TestStore.Ct);
        await account.MoveAsync(inbox.Id, Uids(40, 50), MailboxName.Inbox, TestStore.Anna, TestStore.Ct);
        await account.AppendAsync("last", date: InternalDate.From(new DateTimeOffset(1999, 12, 31, 23, 59, 59, TimeSpan.FromHours(-3.5))));
        return inbox.Current.Lines();
    }
}
