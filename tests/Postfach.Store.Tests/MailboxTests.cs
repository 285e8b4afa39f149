using Postfach.Mail;
using static Postfach.Store.Tests.AccountSteps;

namespace Postfach.Store.Tests;

/// <summary>Mailboxes: made, renamed, deleted, subscribed; copied and moved between. RFC 9051 §6.3.</summary>
public sealed class MailboxTests : IAsyncDisposable
{
    private readonly TestStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_new_account_has_its_mailboxes_with_their_uses_and_is_subscribed_to_them()
    {
        var account = await _store.OpenAsync();
        Assert.Equal(
            ["Archive Archive", "Drafts Drafts", "INBOX None", "Junk Junk", "Sent Sent", "Trash Trash"],
            account.Mailboxes.ByName.Values.Select(e => $"{e.Name} {e.SpecialUse}"));
        Assert.Equal(account.Mailboxes.ByName.Keys.ToList(), [.. account.Mailboxes.Subscriptions]);
        account = await _store.ReopenAsync();
        Assert.Equal(6, account.Mailboxes.ByName.Count);
        Assert.Equal(6, account.Mailboxes.Subscriptions.Count);
    }

    [Fact]
    public async Task A_rename_takes_along_what_is_below_and_keeps_UIDs_and_UIDVALIDITY()
    {
        var account = await _store.OpenAsync();
        await CreateAsync(account, "a", "a/b", "a/b/c", "ab");
        await account.AppendAsync("x", "a/b");
        var before = account.Mailboxes.Find(Name("a/b"))!;
        Assert.IsType<MailboxResult.Done>(await account.RenameMailboxAsync(Name("a"), Name("z"), TestStore.Anna, TestStore.Ct));
        account = await _store.ReopenAsync();
        Assert.Equal(["ab", "z", "z/b", "z/b/c"], account.Mailboxes.ByName.Keys.Where(n => n.StartsWith('a') || n.StartsWith('z')));
        var after = account.Mailboxes.Find(Name("z/b"))!;
        Assert.Equal((before.Id, before.UidValidity), (after.Id, after.UidValidity));
        Assert.Equal(1, (await account.OpenMailboxAsync(Name("z/b"), TestStore.Ct))!.Current.Exists);
    }

    [Fact]
    public async Task A_rename_is_refused_onto_another_and_below_itself_and_then_nothing_has_moved()
    {
        var account = await _store.OpenAsync();
        await CreateAsync(account, "a", "a/b", "z/b");
        Assert.IsType<MailboxResult.AlreadyExists>(await account.RenameMailboxAsync(Name("a"), Name("Sent"), TestStore.Anna, TestStore.Ct));
        Assert.IsType<MailboxResult.AlreadyExists>(await account.RenameMailboxAsync(Name("a"), Name("z"), TestStore.Anna, TestStore.Ct));
        Assert.IsType<MailboxResult.NotAllowed>(await account.RenameMailboxAsync(Name("a"), Name("a/c"), TestStore.Anna, TestStore.Ct));
        Assert.IsType<MailboxResult.NoSuchMailbox>(await account.RenameMailboxAsync(Name("none"), Name("c"), TestStore.Anna, TestStore.Ct));
        Assert.NotNull(account.Mailboxes.Find(Name("a/b")));
    }

    [Fact]
    public async Task Renaming_INBOX_moves_its_messages_and_leaves_it_empty()
    {
        var account = await _store.OpenAsync();
        await account.AppendAsync("x", flags: FlagSet.Of(MessageFlags.Seen));
        await CreateAsync(account, "INBOX/below");
        Assert.IsType<MailboxResult.Done>(await account.RenameMailboxAsync(MailboxName.Inbox, Name("Old"), TestStore.Anna, TestStore.Ct));
        Assert.Equal(0, (await account.InboxAsync()).Current.Exists);
        var old = (await account.OpenMailboxAsync(Name("Old"), TestStore.Ct))!.Current;
        Assert.Equal(MessageFlags.Seen, Assert.Single(old.Messages()).Flags.System);
        Assert.NotNull(account.Mailboxes.Find(Name("INBOX/below")));
    }

    [Fact]
    public async Task INBOX_is_one_mailbox_in_any_case_and_cannot_be_deleted()
    {
        var account = await _store.OpenAsync();
        await account.AppendAsync("x", "inBox");
        Assert.Equal(1, (await account.InboxAsync()).Current.Exists);
        Assert.IsType<MailboxResult.NotAllowed>(await account.DeleteMailboxAsync(Name("Inbox"), TestStore.Anna, TestStore.Ct));
        Assert.IsType<MailboxResult.AlreadyExists>(await account.CreateMailboxAsync(Name("inbox"), SpecialUse.None, TestStore.Anna, TestStore.Ct));
    }

    [Fact]
    public async Task A_subscription_outlives_its_mailbox()
    {
        var account = await _store.OpenAsync();
        await account.DeleteMailboxAsync(Name("Junk"), TestStore.Anna, TestStore.Ct);
        await account.SubscribeAsync(Name("nowhere"), subscribed: true, TestStore.Anna, TestStore.Ct);
        await account.SubscribeAsync(Name("Sent"), subscribed: false, TestStore.Anna, TestStore.Ct);
        account = await _store.ReopenAsync();
        Assert.Equal(["Archive", "Drafts", "INBOX", "Junk", "Trash", "nowhere"], [.. account.Mailboxes.Subscriptions]);
    }

    [Fact]
    public async Task A_copy_keeps_flags_and_date_and_pairs_the_UIDs_in_order()
    {
        var account = await _store.OpenAsync();
        var inbox = await account.InboxAsync();
        Assert.True(Keyword.TryParse("$Work", out var work));
        var flags = FlagSet.Of(MessageFlags.Answered, work);
        var date = InternalDate.From(new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.FromHours(7)));
        await account.AppendAsync("x", flags: flags, date: date);
        await account.AppendAsync("y");
        var copied = Assert.IsType<CopyResult.Copied>(await account.CopyAsync(inbox.Id, Uids(1, 2), Name("Sent"), TestStore.Anna, TestStore.Ct));
        Assert.Equal(("1:2", "1:2"), ($"{copied.Source}", $"{copied.Target}"));
        var sent = (await account.OpenMailboxAsync(Name("Sent"), TestStore.Ct))!.Current;
        Assert.Equal((flags, date), (sent[new SequenceNumber(1)].Flags, sent[new SequenceNumber(1)].InternalDate));
        Assert.Equal([work], sent.Keywords);
    }

    [Fact]
    public async Task A_copy_of_messages_that_are_partly_gone_copies_none_and_a_move_moves_the_rest()
    {
        var account = await _store.OpenAsync();
        var inbox = await account.InboxAsync();
        await account.FillAsync(3);
        await account.ExpungeAsync(inbox, Uids(2, 2));
        Assert.IsType<CopyResult.SomeExpunged>(await account.CopyAsync(inbox.Id, Uids(1, 3), Name("Sent"), TestStore.Anna, TestStore.Ct));
        var moved = Assert.IsType<CopyResult.Copied>(await account.MoveAsync(inbox.Id, Uids(1, 3), Name("Sent"), TestStore.Anna, TestStore.Ct));
        Assert.Equal(("1,3", "1:2"), ($"{moved.Source}", $"{moved.Target}"));
        Assert.Equal(0, inbox.Current.Exists);
        Assert.IsType<CopyResult.NoSuchTarget>(await account.CopyAsync(inbox.Id, UidSet.Empty, Name("none"), TestStore.Anna, TestStore.Ct));
    }

    [Fact]
    public async Task Flags_are_left_alone_where_they_changed_since()
    {
        var account = await _store.OpenAsync();
        var inbox = await account.InboxAsync();
        await account.FillAsync(3);
        var since = inbox.Current.HighestModSeq;
        await account.StoreAsync(inbox, Uids(2, 2), FlagChange.Add(FlagSet.Of(MessageFlags.Flagged)));
        var stored = await account.StoreAsync(inbox, Uids(1, 4), FlagChange.Replace(FlagSet.Of(MessageFlags.Seen)), unchangedSince: since);
        Assert.Equal(("1,3", "2", "4"), ($"{stored.Changed}", $"{stored.Failed}", $"{stored.Missing}"));
        Assert.Equal(
            [MessageFlags.Seen, MessageFlags.Flagged, MessageFlags.Seen],
            inbox.Current.Messages().Select(m => m.Flags.System));
        Assert.Equal([stored.ModSeq, stored.ModSeq], inbox.Current.Messages(Uids(1, 1)).Concat(inbox.Current.Messages(Uids(3, 3))).Select(m => m.ModSeq));
    }

    [Fact]
    public async Task Keywords_have_a_bound()
    {
        await using var store = new TestStore(o => o with { MaxKeywords = 2 });
        var account = await store.OpenAsync();
        var inbox = await account.InboxAsync();
        await account.AppendAsync("x", flags: Keywords("one", "two"));
        await account.StoreAsync(inbox, Uids(1, 1), FlagChange.Add(Keywords("TWO")));
        Assert.IsType<StoreFlagsResult.TooManyKeywords>(
            await account.StoreFlagsAsync(inbox.Id, Uids(1, 1), FlagChange.Add(Keywords("three")), null, TestStore.Anna, TestStore.Ct));
        Assert.Equal(["one", "two"], inbox.Current.Keywords.Select(k => k.Name));
    }

    [Fact]
    public async Task Mailboxes_and_subscriptions_have_a_bound()
    {
        await using var store = new TestStore(o => o with { MaxMailboxes = 7 });
        var account = await store.OpenAsync();
        await CreateAsync(account, "seventh");
        Assert.IsType<MailboxResult.TooMany>(await account.CreateMailboxAsync(Name("eighth"), SpecialUse.None, TestStore.Anna, TestStore.Ct));
        Assert.IsType<MailboxResult.TooMany>(await account.RenameMailboxAsync(MailboxName.Inbox, Name("eighth"), TestStore.Anna, TestStore.Ct));
        Assert.IsType<MailboxResult.Done>(await account.SubscribeAsync(Name("nowhere"), true, TestStore.Anna, TestStore.Ct));
        Assert.IsType<MailboxResult.TooMany>(await account.SubscribeAsync(Name("elsewhere"), true, TestStore.Anna, TestStore.Ct));
        Assert.IsType<MailboxResult.Done>(await account.SubscribeAsync(Name("nowhere"), false, TestStore.Anna, TestStore.Ct));
        Assert.IsType<MailboxResult.Done>(await account.SubscribeAsync(Name("elsewhere"), true, TestStore.Anna, TestStore.Ct));
    }

    private static FlagSet Keywords(params string[] names) =>
        FlagSet.Of(MessageFlags.None, names.Select(n => Keyword.TryParse(n, out var keyword) ? keyword : throw new FormatException(n)));

    private static MailboxName Name(string name) => MailboxName.Parse(name);

    private static async Task CreateAsync(Account account, params string[] names)
    {
        foreach (var name in names)
            Assert.IsType<MailboxResult.Done>(await account.CreateMailboxAsync(Name(name), SpecialUse.None, TestStore.Anna, TestStore.Ct));
    }
}
