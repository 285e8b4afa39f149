using Postfach.Mail;
using static Postfach.Store.Tests.AccountSteps;

namespace Postfach.Store.Tests;

/// <summary>What a client that comes back has missed. RFC 7162 §3.2.</summary>
public sealed class ResynchronizationTests
{
    [Fact]
    public async Task What_was_expunged_since_is_known_over_a_restart()
    {
        await using var test = new TestStore();
        var account = await test.OpenAsync();
        var inbox = await account.InboxAsync();
        await account.FillAsync(6);
        var told = inbox.Current;
        await account.ExpungeAsync(inbox, Uids(2, 3));
        var between = inbox.Current;
        await account.ExpungeAsync(inbox, Uids(5, 5));

        account = await test.ReopenAsync();
        var now = (await account.InboxAsync()).Current;
        Assert.Equal("2:3,5", account.ExpungedSince(now, told.HighestModSeq).ToString());
        Assert.Equal("5", account.ExpungedSince(now, between.HighestModSeq).ToString());
        Assert.Equal("2:3", account.ExpungedSince(between, told.HighestModSeq).ToString());
        Assert.True(account.ExpungedSince(now, now.HighestModSeq).IsEmpty);
        Assert.True(account.ExpungedSince(now, now.HighestModSeq.Next).IsEmpty);
    }

    [Fact]
    public async Task Expunges_in_other_mailboxes_are_not_told()
    {
        await using var test = new TestStore();
        var account = await test.OpenAsync();
        var inbox = await account.InboxAsync();
        await account.FillAsync(2);
        var told = inbox.Current;
        await account.FillAsync(2, "Archive");
        var archive = (await account.OpenMailboxAsync(MailboxName.Parse("Archive"), TestStore.Ct))!;
        await account.ExpungeAsync(archive, Uids(1, 2));
        await account.StoreAsync(inbox, Uids(1, 1), FlagChange.Add(FlagSet.Of(MessageFlags.Seen)));
        Assert.True(account.ExpungedSince(inbox.Current, told.HighestModSeq).IsEmpty);
    }

    [Fact]
    public async Task Messages_that_changed_since_are_found()
    {
        await using var test = new TestStore();
        var account = await test.OpenAsync();
        var inbox = await account.InboxAsync();
        await account.FillAsync(3000);
        var told = inbox.Current;
        await account.StoreAsync(inbox, Uids(10, 12), FlagChange.Add(FlagSet.Of(MessageFlags.Seen)));
        await account.StoreAsync(inbox, Uids(11, 11), FlagChange.Remove(FlagSet.Of(MessageFlags.Seen)));
        await account.StoreAsync(inbox, Uids(2900, 2950), FlagChange.Add(FlagSet.Of(MessageFlags.Flagged)));
        Assert.Equal("10:12,2900:2950", inbox.Current.ChangedSince(inbox.Current.Uids(), told.HighestModSeq).ToString());
        Assert.Equal("12,2900", inbox.Current.ChangedSince(Uids(12, 2900), told.HighestModSeq).ToString());
        Assert.Equal(["10", "11", "12"], inbox.Current.Messages(SnapshotDifference.Between(told, inbox.Current).Changed).Take(3).Select(m => m.Uid.ToString()));
    }

    [Fact]
    public async Task Flags_that_one_session_sees_alone_stay_with_it()
    {
        await using var test = new TestStore();
        var account = await test.OpenAsync();
        var inbox = await account.InboxAsync();
        await account.FillAsync(3);
        var view = inbox.Current;
        await account.ExpungeAsync(inbox, Uids(2, 2));
        view = inbox.Current.KeepingExpunged(view).Restating(Uids(2, 2), FlagChange.Add(FlagSet.Of(MessageFlags.Seen)));
        await account.FillAsync(1);
        view = inbox.Current.KeepingExpunged(view);
        Assert.True(view.TryGet(U(2), out var kept));
        Assert.True(kept.Flags.Has(MessageFlags.Seen));
        Assert.Equal(4, view.Exists);
        Assert.False(inbox.Current.TryGet(U(2), out _));
    }
}
