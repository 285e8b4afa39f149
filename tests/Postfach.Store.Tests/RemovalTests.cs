using Postfach.Mail;

namespace Postfach.Store.Tests;

/// <summary>A user who is removed with the mail.</summary>
public sealed class RemovalTests : IAsyncDisposable
{
    private readonly TestStore _store = new();

    private static UserName Anna => UserName.TryParse("anna", out var name, out var why) ? name : throw new FormatException(why);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task The_mail_goes_when_the_last_who_uses_it_has_left_and_nobody_comes_in_any_more()
    {
        await AddAsync();
        var removing = _store.Store.RemoveUserWithMailAsync(Anna, _ => Task.CompletedTask, TestStore.Ct);
        Assert.Null(_store.Store.Users.Find(Anna));
        await Assert.ThrowsAsync<StoreException>(() => _store.OpenAsync());
        Assert.False(removing.IsCompleted);
        Assert.True(File.Exists(_store.MailPath));
        await _store.Store.EndGraceAsync(TestStore.Ct);

        _store.EndLeases();
        Assert.True(await removing);
        Assert.False(Directory.Exists(Path.GetDirectoryName(_store.MailPath)));
        Assert.False(await _store.Store.RemoveUserWithMailAsync(Anna, _ => Task.CompletedTask, TestStore.Ct));
    }

    [Fact]
    public async Task A_removal_that_breaks_off_is_finished_at_the_next_start()
    {
        await AddAsync();
        using var enough = new CancellationTokenSource();
        var removing = _store.Store.RemoveUserWithMailAsync(Anna, _ => enough.CancelAsync(), enough.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => removing);
        Assert.True(File.Exists(_store.MailPath));
        await using var next = _store.Crash();
        Assert.Empty(next.Store.Users.List());
        Assert.False(Directory.Exists(Path.GetDirectoryName(next.MailPath)));
        Assert.True(Directory.Exists(Path.GetDirectoryName(Path.GetDirectoryName(next.MailPath))));
    }

    private async Task AddAsync()
    {
        await _store.Store.Users.AddAsync(Anna, "secret", TestStore.Ct);
        await (await _store.OpenAsync()).AppendAsync("x");
    }
}
