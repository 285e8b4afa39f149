using Postfach.Mail;
using static Postfach.Store.Tests.AccountSteps;

namespace Postfach.Store.Tests;

/// <summary>A UID is given once: not after a crash, not after an old file was put back, not when a file comes from elsewhere. RFC 9051 §2.3.1.1.</summary>
public sealed class UidTests : IAsyncDisposable
{
    private readonly TestStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task After_a_proper_close_UIDs_and_the_clock_go_on_without_a_gap()
    {
        var account = await _store.OpenAsync();
        await account.AppendAsync("a");
        var clock = account.Clock;
        account = await _store.ReopenAsync();
        Assert.Equal(clock, account.Clock);
        Assert.Equal(U(2), (await account.AppendAsync("b")).Uids.First);
    }

    [Fact]
    public async Task After_a_crash_both_go_on_beyond_what_may_have_been_given()
    {
        var account = await _store.OpenAsync();
        await account.AppendAsync("a");
        await using var crashed = _store.Crash();
        var (given, clock) = ((await account.AppendAsync("lost with the crash")).Uids.First, account.Clock);
        account = await crashed.OpenAsync();
        var inbox = await account.InboxAsync();
        var validity = inbox.Current.UidValidity;
        Assert.True(inbox.Current.UidNext > given);
        Assert.True((await account.AppendAsync("b")).Uids.First > given);
        Assert.True(account.Clock > clock);
        Assert.Equal(validity, inbox.Current.UidValidity);
    }

    [Fact]
    public async Task After_an_old_file_was_put_back_no_UID_is_given_again_and_UIDVALIDITY_stays()
    {
        var account = await _store.OpenAsync();
        var validity = (await account.InboxAsync()).Current.UidValidity;
        await account.AppendAsync("old");
        await _store.CloseAsync();
        var backup = await File.ReadAllBytesAsync(_store.MailPath, TestStore.Ct);

        account = await _store.OpenAsync();
        await account.FillAsync(100);
        var (uidNext, clock) = ((await account.InboxAsync()).Current.UidNext, account.Clock);
        await account.CreateMailboxAsync(MailboxName.Parse("New"), SpecialUse.None, TestStore.Anna, TestStore.Ct);
        var newValidity = account.Mailboxes.Find(MailboxName.Parse("New"))!.UidValidity;
        await _store.CloseAsync();

        await File.WriteAllBytesAsync(_store.MailPath, backup, TestStore.Ct);
        account = await _store.OpenAsync();
        var inbox = await account.InboxAsync();
        Assert.Equal("old", account.Text(Assert.Single(inbox.Current.Messages())));
        Assert.Equal(validity, inbox.Current.UidValidity);
        Assert.True(inbox.Current.UidNext >= uidNext);
        Assert.True((await account.AppendAsync("next")).Uids.First >= uidNext);
        Assert.True(account.Clock > clock);

        // A mailbox made anew under a name that the lost part of the file had given must not be taken for that one.
        await account.CreateMailboxAsync(MailboxName.Parse("New"), SpecialUse.None, TestStore.Anna, TestStore.Ct);
        Assert.True(account.Mailboxes.Find(MailboxName.Parse("New"))!.UidValidity.Value > newValidity.Value);
    }

    [Fact]
    public async Task A_file_from_elsewhere_gets_new_UIDVALIDITYs()
    {
        await using var elsewhere = new TestStore();
        var there = await elsewhere.OpenAsync();
        await there.AppendAsync("moved house");
        var validity = (await there.InboxAsync()).Current.UidValidity;
        await elsewhere.CloseAsync();

        await _store.OpenAsync();
        await _store.CloseAsync();
        File.Copy(elsewhere.MailPath, _store.MailPath, overwrite: true);
        var account = await _store.OpenAsync();
        var inbox = await account.InboxAsync();
        Assert.Equal("moved house", account.Text(Assert.Single(inbox.Current.Messages())));
        Assert.NotEqual(validity, inbox.Current.UidValidity);
        var given = inbox.Current.UidValidity;
        Assert.Equal(given, (await (await _store.ReopenAsync()).InboxAsync()).Current.UidValidity);
    }

    [Fact]
    public async Task A_file_from_elsewhere_can_be_adopted_with_its_UIDs()
    {
        await using var elsewhere = new TestStore();
        var there = await elsewhere.OpenAsync();
        await there.AppendAsync("moved house");
        var validity = (await there.InboxAsync()).Current.UidValidity;
        await elsewhere.CloseAsync();

        _store.Options = _store.Options with { KeepUids = true };
        await _store.OpenAsync();
        await _store.CloseAsync();
        File.Copy(elsewhere.MailPath, _store.MailPath, overwrite: true);
        var inbox = await (await _store.OpenAsync()).InboxAsync();
        Assert.Equal(validity, inbox.Current.UidValidity);
        Assert.Equal(U(2), inbox.Current.UidNext);
    }

    [Fact]
    public async Task A_mailbox_made_anew_under_an_old_name_has_another_UIDVALIDITY()
    {
        var account = await _store.OpenAsync();
        var name = MailboxName.Parse("Project");
        await account.CreateMailboxAsync(name, SpecialUse.None, TestStore.Anna, TestStore.Ct);
        var first = account.Mailboxes.Find(name)!.UidValidity;
        await account.DeleteMailboxAsync(name, TestStore.Anna, TestStore.Ct);
        await account.CreateMailboxAsync(name, SpecialUse.None, TestStore.Anna, TestStore.Ct);
        Assert.True(account.Mailboxes.Find(name)!.UidValidity.Value > first.Value);
    }

    [Fact]
    public async Task An_account_whose_file_is_gone_begins_anew_without_giving_anything_twice()
    {
        var account = await _store.OpenAsync();
        await account.AppendAsync("a");
        var (validity, clock) = ((await account.InboxAsync()).Current.UidValidity, account.Clock);
        await _store.CloseAsync();
        File.Delete(_store.MailPath);
        account = await _store.OpenAsync();
        Assert.True((await account.InboxAsync()).Current.UidValidity.Value > validity.Value);
        Assert.True(account.Clock > clock);
    }
}
