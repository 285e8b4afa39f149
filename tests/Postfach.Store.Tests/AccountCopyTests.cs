using Postfach.Mail;

namespace Postfach.Store.Tests;

public sealed class AccountCopyTests : IAsyncDisposable
{
    private readonly TestStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_copy_is_whole_while_the_account_goes_on()
    {
        var account = await _store.OpenAsync();
        await account.AppendAsync("Subject: before\r\n\r\nx");
        var target = Path.Combine(_store.Folder, "copy.db");
        var bytes = AccountCopy.Write(_store.Folder, account.Id, target, TestStore.Ct);
        await account.AppendAsync("Subject: after\r\n\r\nx");
        Assert.Equal(new FileInfo(target).Length, bytes);
        Assert.Empty(Directory.GetFiles(_store.Folder, "*.part"));

        await _store.CloseAsync();
        File.Move(target, _store.MailPath, overwrite: true);
        var inbox = await (await _store.OpenAsync()).OpenMailboxAsync(MailboxName.Inbox, TestStore.Ct);
        Assert.Equal(1, inbox!.Current.Exists);
    }

    [Fact]
    public async Task A_file_that_is_there_is_left_alone()
    {
        var account = await _store.OpenAsync();
        var target = Path.Combine(_store.Folder, "taken");
        await File.WriteAllTextAsync(target, "mine", TestStore.Ct);
        Assert.Throws<IOException>(() => AccountCopy.Write(_store.Folder, account.Id, target, TestStore.Ct));
        Assert.Equal("mine", await File.ReadAllTextAsync(target, TestStore.Ct));
    }

    [Fact]
    public async Task A_damaged_account_gives_no_copy()
    {
        var account = await _store.OpenAsync();
        await account.AppendAsync("Subject: a\r\n\r\n" + new string('x', 100_000));
        await _store.CloseAsync();
        await using (var file = new FileStream(_store.MailPath, FileMode.Open))
        {
            file.Seek(-16_384, SeekOrigin.End);
            await file.WriteAsync(new byte[16_384], TestStore.Ct);
        }

        var target = Path.Combine(_store.Folder, "copy.db");
        Assert.ThrowsAny<StoreException>(() => AccountCopy.Write(_store.Folder, new AccountId(1), target, TestStore.Ct));
        Assert.False(File.Exists(target));
    }
}
