using System.Security.Cryptography;
using System.Text;
using Postfach.Mail;
using static Postfach.Store.Tests.AccountSteps;

namespace Postfach.Store.Tests;

/// <summary>Bytes are sacred: as they came, at any size, shared by copies, and gone only after their grace time.</summary>
public sealed class BodyTests : IAsyncDisposable
{
    private readonly TestStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(262_143)]
    [InlineData(262_144)]
    [InlineData(262_145)]
    [InlineData(1_048_576)]
    [InlineData(1_048_577)]
    [InlineData(5_000_001)]
    public async Task A_message_of_any_size_comes_back_as_it_came(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        var account = await _store.OpenAsync();
        await using (var content = account.BeginMessage())
        {
            for (var at = 0; at < size; at += 70_001)
                await content.WriteAsync(bytes.AsMemory(at, Math.Min(70_001, size - at)), TestStore.Ct);
            await account.AppendAsync(MailboxName.Inbox, [new NewMessage(content, FlagSet.Empty, null)], TestStore.Anna, TestStore.Ct);
        }

        account = await _store.ReopenAsync();
        var message = Assert.Single((await account.InboxAsync()).Current.Messages());
        Assert.Equal((uint)size, message.Size);
        Assert.Equal(bytes, account.Bytes(message));
        Assert.Equal(SHA256.HashData(bytes), account.Bodies.Identity(message.Body).Hash);
    }

    [Fact]
    public async Task Any_range_of_a_big_message_can_be_read_alone()
    {
        var bytes = new byte[1_500_000];
        new Random(1).NextBytes(bytes);
        var account = await _store.OpenAsync();
        await using var content = account.BeginMessage();
        await content.WriteAsync(bytes, TestStore.Ct);
        await account.AppendAsync(MailboxName.Inbox, [new NewMessage(content, FlagSet.Empty, null)], TestStore.Anna, TestStore.Ct);
        var body = Assert.Single((await account.InboxAsync()).Current.Messages()).Body;
        foreach (var (offset, length) in new[] { (0, 1), (262_143, 2), (262_144, 262_144), (1_048_570, 100), (1_499_999, 1), (5, 1_400_000) })
        {
            var output = new System.Buffers.ArrayBufferWriter<byte>();
            account.Bodies.WriteBytes(body, offset, length, output);
            Assert.Equal(bytes.AsSpan(offset, length), output.WrittenSpan);
        }

        Assert.Throws<StoreException>(() => account.Bodies.WriteBytes(body, 1_499_999, 2, new System.Buffers.ArrayBufferWriter<byte>()));
    }

    [Fact]
    public async Task A_message_that_was_not_appended_leaves_nothing()
    {
        var account = await _store.OpenAsync();
        await using (var content = account.BeginMessage())
            await content.WriteAsync(new byte[3_000_000], TestStore.Ct);
        await _store.CloseAsync();
        Assert.Equal(0, Count("body_data"));
        Assert.Equal(0, Count("staging"));
    }

    [Fact]
    public async Task What_a_crash_left_of_a_message_that_was_coming_in_is_cleared_away()
    {
        var account = await _store.OpenAsync();
        await using var content = account.BeginMessage();
        await content.WriteAsync(new byte[3_000_000], TestStore.Ct);
        await using var crashed = _store.Crash();
        await crashed.OpenAsync();
        await crashed.CloseAsync();
        Assert.Equal(0, Count("body_data", crashed.MailPath));
        Assert.Equal(0, Count("staging", crashed.MailPath));
    }

    [Fact]
    public async Task A_message_beyond_the_limit_is_dropped_and_known_to_be()
    {
        await using var store = new TestStore(o => o with { MaxMessageBytes = 2_000_000 });
        var account = await store.OpenAsync();
        await using var content = account.BeginMessage();
        for (var i = 0; i < 30; i++)
            await content.WriteAsync(new byte[100_000], TestStore.Ct);
        Assert.True(content.IsTooBig);
        Assert.Equal(3_000_000, content.Length);
    }

    [Fact]
    public async Task Copies_and_moves_and_equal_messages_share_their_bytes()
    {
        var account = await _store.OpenAsync();
        var inbox = await account.InboxAsync();
        var text = new string('a', 1_200_000);
        await account.AppendAsync(text);
        await account.AppendAsync(text);
        await account.CopyAsync(inbox.Id, Uids(1, 1), MailboxName.Parse("Sent"), TestStore.Anna, TestStore.Ct);
        await account.MoveAsync(inbox.Id, Uids(2, 2), MailboxName.Parse("Trash"), TestStore.Anna, TestStore.Ct);
        var trash = (await account.OpenMailboxAsync(MailboxName.Parse("Trash"), TestStore.Ct))!;
        Assert.Equal(text, account.Text(Assert.Single(trash.Current.Messages())));
        await _store.CloseAsync();
        Assert.Equal(1, Count("body"));
        Assert.Equal(5, Count("body_data"));
    }

    [Fact]
    public async Task An_expunged_message_can_still_be_read_by_who_sees_it_and_goes_after_its_grace()
    {
        var account = await _store.OpenAsync();
        var inbox = await account.InboxAsync();
        await account.AppendAsync("going");
        await account.AppendAsync("staying");
        var view = inbox.Current;
        await account.ExpungeAsync(inbox, Uids(1, 1));
        Assert.Equal("going", account.Text(view[new SequenceNumber(1)]));

        _store.Time.Advance(_store.Options.Grace + TimeSpan.FromSeconds(1));
        await _store.Store.EndGraceAsync(TestStore.Ct);
        Assert.Equal("going", account.Text(view[new SequenceNumber(1)])); // a lease is older than the expunge

        account = await _store.ReopenAsync();
        await _store.Store.EndGraceAsync(TestStore.Ct);
        Assert.Throws<StoreException>(() => account.Text(view[new SequenceNumber(1)]));
        Assert.Equal("staying", account.Text(Assert.Single((await account.InboxAsync()).Current.Messages())));
        await _store.CloseAsync();
        Assert.Equal(1, Count("body"));
    }

    [Fact]
    public async Task Bytes_that_another_message_holds_outlive_the_grace()
    {
        var account = await _store.OpenAsync();
        var inbox = await account.InboxAsync();
        await account.AppendAsync("shared");
        await account.CopyAsync(inbox.Id, Uids(1, 1), MailboxName.Parse("Sent"), TestStore.Anna, TestStore.Ct);
        await account.CopyAsync(inbox.Id, Uids(1, 1), MailboxName.Parse("Trash"), TestStore.Anna, TestStore.Ct);
        await account.ExpungeAsync(inbox, Uids(1, 1));
        await account.DeleteMailboxAsync(MailboxName.Parse("Trash"), TestStore.Anna, TestStore.Ct);
        account = await _store.ReopenAsync();
        _store.Time.Advance(_store.Options.Grace + TimeSpan.FromSeconds(1));
        await _store.Store.EndGraceAsync(TestStore.Ct);
        var sent = (await account.OpenMailboxAsync(MailboxName.Parse("Sent"), TestStore.Ct))!;
        Assert.Equal("shared", account.Text(Assert.Single(sent.Current.Messages())));
        await account.ExpungeAsync(sent, Uids(1, 1));
        _store.Time.Advance(_store.Options.Grace + TimeSpan.FromSeconds(1));
        await _store.ReopenAsync();
        await _store.Store.EndGraceAsync(TestStore.Ct);
        await _store.CloseAsync();
        Assert.Equal(0, Count("body"));
        Assert.Equal(0, Count("shared_body"));
    }

    [Fact]
    public async Task The_file_gives_the_space_of_messages_back_that_are_gone_for_good()
    {
        var account = await _store.OpenAsync();
        await account.AppendAsync(new string('x', 4_000_000));
        await account.ExpungeAsync(await account.InboxAsync(), Uids(1, 1));
        await _store.ReopenAsync();
        _store.Time.Advance(_store.Options.Grace + TimeSpan.FromSeconds(1));
        await _store.Store.EndGraceAsync(TestStore.Ct);
        await _store.CloseAsync();
        Assert.InRange(new FileInfo(_store.MailPath).Length, 1, 400_000);
    }

    [Fact]
    public async Task Prepared_parts_can_be_thrown_away()
    {
        var account = await _store.OpenAsync();
        await account.AppendAsync("Subject: hello\r\nFrom: Anna <anna@example.org>\r\n\r\ntext\r\n");
        var body = Assert.Single((await account.InboxAsync()).Current.Messages()).Body;
        var before = Prepared(account, body);
        await _store.CloseAsync();
        using (var database = Database.Open(_store.MailPath))
            database.Execute("UPDATE body SET envelope = NULL, structure = NULL, sections = NULL; DELETE FROM listed_fields");
        account = await _store.OpenAsync();
        Assert.Equal(before, Prepared(account, body));
        Assert.Contains("\"hello\"", before, StringComparison.Ordinal);
    }

    private static string Prepared(Account account, BodyId body)
    {
        var batch = account.Bodies.BeginBatch();
        try
        {
            batch.MoveTo(body);
            return Encoding.UTF8.GetString(batch.Envelope) + Encoding.UTF8.GetString(batch.BodyStructure) + batch.Sections.Header;
        }
        finally
        {
            batch.Dispose();
        }
    }

    private long Count(string table, string? path = null)
    {
        using var database = Database.Open(path ?? _store.MailPath);
        var row = database[$"SELECT count(*) FROM {table}"];
        row.Step();
        return row.Int64(0);
    }
}
