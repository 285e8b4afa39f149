using System.Globalization;
using System.Text;

namespace Postfach.Files.Tests;

public sealed class ImportTests : IAsyncDisposable
{
    private const string Separator = "From a@example.org Thu Aug 22 10:45:52 2002\n";

    private readonly TestAccount _account = new();

    public ValueTask DisposeAsync() => _account.DisposeAsync();

    [Fact]
    public async Task A_second_run_brings_nothing_and_equal_messages_stay_as_many_as_they_are()
    {
        var mbox = _account.Write("mbox", $"{Separator}Subject: a\n\nx\n\n{Separator}Subject: a\n\nx\n\n{Separator}Subject: b\n\ny\n");
        Assert.Equal(new ImportCount(3, 0), await _account.ImportAsync(mbox));
        Assert.Equal(new ImportCount(0, 3), await _account.ImportAsync(mbox));
        Assert.Equal(["Subject: a\r\n\r\nx\r\n", "Subject: a\r\n\r\nx\r\n", "Subject: b\r\n\r\ny\r\n"], (await _account.ReadAsync()).Select(m => m.Text));
    }

    [Fact]
    public async Task What_was_deleted_here_does_not_come_again_and_what_is_new_there_comes()
    {
        var mbox = _account.Write("mbox", $"{Separator}Subject: a\n\nx\n\n{Separator}Subject: b\n\ny\n");
        await _account.ImportAsync(mbox);
        await _account.ExpungeAsync(1);
        _account.Write("mbox", $"{Separator}Subject: a\n\nx\n\n{Separator}Subject: b\n\ny\n\n{Separator}Subject: a\n\nx\n");
        Assert.Equal(new ImportCount(1, 2), await _account.ImportAsync(mbox));
        Assert.Equal(["Subject: b\r\n\r\ny\r\n", "Subject: a\r\n\r\nx\r\n"], (await _account.ReadAsync()).Select(m => m.Text));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(130)]
    [InlineData(299)]
    public async Task An_import_that_was_broken_off_goes_on(int after)
    {
        var text = new StringBuilder();
        for (var i = 0; i < 300; i++)
            text.Append(CultureInfo.InvariantCulture, $"{Separator}Subject: {i / 2}\n\nbody\n\n");
        var mbox = _account.Write("mbox", text.ToString());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _account.ImportAsync(mbox, stopAfter: after));
        var (imported, there) = await _account.ImportAsync(mbox);
        Assert.Equal(300, imported + there);
        var subjects = (await _account.ReadAsync()).Select(m => m.Text.Split("\r\n")[0]);
        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"Subject: {i / 2}"), subjects);
    }

    [Fact]
    public async Task Another_source_with_the_same_message_is_another_message()
    {
        var text = $"{Separator}Subject: a\n\nx\n";
        await _account.ImportAsync(_account.Write("one", text));
        await _account.ImportAsync(_account.Write("two", text));
        Assert.Equal(2, (await _account.ReadAsync()).Count);
    }

    [Fact]
    public async Task A_message_that_is_too_big_is_left_out_and_told()
    {
        var mbox = _account.Write("mbox", $"{Separator}Subject: a\n\n{new string('x', 5 << 20)}\n\n{Separator}Subject: b\n\ny\n");
        Assert.Equal(new ImportCount(1, 0), await _account.ImportAsync(mbox));
        Assert.Equal(Separator.Length, Assert.Single(_account.LeftOut).Offset);
        Assert.Equal(["Subject: b\r\n\r\ny\r\n"], (await _account.ReadAsync()).Select(m => m.Text));
    }

    [Fact]
    public async Task Maildir_folders_become_mailboxes_with_flags_keywords_and_dates()
    {
        _account.Write("M/cur/1000.a:2,FRSa", "Subject: a\n\nx\n");
        _account.Write("M/new/1001.b", "Subject: b\r\n\r\nx\r\n");
        _account.Write("M/dovecot-keywords", "0 $Label1\n1 work\n");
        var deep = _account.Write("M/.Entw&APw-rfe.2019/cur/1002.c:2,DTP", "Subject: c\n\nx\n");
        Directory.CreateDirectory(_account["M/.Entw&APw-rfe.2019/new"]);
        File.SetLastWriteTimeUtc(deep, new DateTime(2019, 3, 4, 5, 6, 7, DateTimeKind.Utc));
        Assert.Equal(new ImportCount(3, 0), await _account.ImportAsync(_account["M"]));
        Assert.Equal(["Seen, Answered, Flagged $Label1", "None"], (await _account.ReadAsync()).Select(m => m.Flags));
        var below = Assert.Single(await _account.ReadAsync("Entwürfe/2019"));
        Assert.Equal(("Deleted, Draft $Forwarded", new DateTimeOffset(2019, 3, 4, 5, 6, 7, TimeSpan.Zero)), (below.Flags, below.Date));
        File.Move(_account["M/cur/1000.a:2,FRSa"], _account["M/cur/1000.a:2,S"]);
        Assert.Equal(new ImportCount(0, 3), await _account.ImportAsync(_account["M"]));
    }
}
