using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Postfach.Mail;

namespace Postfach.Store.Tests;

/// <summary>A real store in a folder of its own, with a clock that only the test moves. Closing and opening it again is part of many tests.</summary>
public sealed class TestStore : IAsyncDisposable
{
    public static readonly Actor Anna = new("anna", "imap", "127.0.0.1");

    private readonly List<AccountLease> _leases = [];
    private MailStore? _store;

    public TestStore(Func<StoreOptions, StoreOptions>? with = null)
    {
        // Who follows the feed works as long as it rests: a clock that a test moves meanwhile would make it rest for long. So nothing is prepared unless a test asks.
        var options = new StoreOptions { DataFolder = Folder, PasswordIterations = 4096, WriterThreads = 2, PreparingDelay = TimeSpan.FromDays(40) };
        Options = with?.Invoke(options) ?? options;
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public string Folder { get; } = Directory.CreateTempSubdirectory("postfach-test-").FullName;

    public StoreOptions Options { get; set; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));

    public MailStore Store => _store ??= MailStore.Open(Options, Time, NullLoggerFactory.Instance);

    public string MailPath => Path.Combine(Folder, "accounts", "1", "mail.db");

    public string IndexPath => Path.Combine(Folder, "accounts", "1", "search.db");

    public async Task<Account> OpenAsync(long account = 1)
    {
        var lease = await Store.OpenAsync(new AccountId(account), Ct);
        _leases.Add(lease);
        return lease.Account;
    }

    public void EndLeases()
    {
        foreach (var lease in _leases)
            lease.Dispose();
        _leases.Clear();
    }

    public async Task CloseAsync()
    {
        EndLeases();
        if (_store is not null)
            await _store.DisposeAsync();
        _store = null;
    }

    /// <summary>Closes the store and opens it again.</summary>
    public async Task<Account> ReopenAsync(long account = 1)
    {
        await CloseAsync();
        return await OpenAsync(account);
    }

    /// <summary>A copy of the data folder as it lies on the disk now, while the store is open: what a crash would leave.</summary>
    public TestStore Crash()
    {
        var copy = new TestStore { Options = Options };
        copy.Options = Options with { DataFolder = copy.Folder };
        copy.Time.SetUtcNow(Time.GetUtcNow());
        CopyFolder(Folder, copy.Folder);
        File.Delete(Path.Combine(copy.Folder, "lock"));
        return copy;
    }

    public static void CopyFolder(string from, string to)
    {
        // Another process must do it: closing a file here would drop SQLite's locks on it.
        using var copy = Process.Start("cp", ["-r", from + "/.", to]);
        copy.WaitForExit();
        Assert.Equal(0, copy.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

public static class AccountSteps
{
    public static async Task<Mailbox> InboxAsync(this Account account) =>
        (await account.OpenMailboxAsync(MailboxName.Inbox, TestStore.Ct))!;

    public static async Task<AppendResult.Appended> AppendAsync(
        this Account account, string text, string mailbox = "INBOX", FlagSet? flags = null, InternalDate? date = null) =>
        await account.AppendAsync(Encoding.UTF8.GetBytes(text), mailbox, flags, date);

    public static async Task<AppendResult.Appended> AppendAsync(
        this Account account, byte[] bytes, string mailbox = "INBOX", FlagSet? flags = null, InternalDate? date = null)
    {
        await using var content = account.BeginMessage();
        await content.WriteAsync(bytes, TestStore.Ct);
        var result = await account.AppendAsync(
            MailboxName.Parse(mailbox), [new NewMessage(content, flags ?? FlagSet.Empty, date)], TestStore.Anna, TestStore.Ct);
        return Assert.IsType<AppendResult.Appended>(result);
    }

    /// <summary>Appends numbered messages; their texts differ.</summary>
    public static async Task FillAsync(this Account account, int count, string mailbox = "INBOX")
    {
        var messages = new List<NewMessage>();
        for (var i = 0; i < count; i++)
        {
            var content = account.BeginMessage();
            await content.WriteAsync(Encoding.UTF8.GetBytes($"Subject: {i}\r\n\r\n{i}\r\n"), TestStore.Ct);
            messages.Add(new NewMessage(content, FlagSet.Empty, null));
        }

        Assert.IsType<AppendResult.Appended>(await account.AppendAsync(MailboxName.Parse(mailbox), messages, TestStore.Anna, TestStore.Ct));
        foreach (var message in messages)
            await message.Content.DisposeAsync();
    }

    public static async Task<StoreFlagsResult.Stored> StoreAsync(this Account account, Mailbox mailbox, UidSet uids, FlagChange change, ModSeq? unchangedSince = null) =>
        Assert.IsType<StoreFlagsResult.Stored>(await account.StoreFlagsAsync(mailbox.Id, uids, change, unchangedSince, TestStore.Anna, TestStore.Ct));

    public static async Task<UidSet> ExpungeAsync(this Account account, Mailbox mailbox, UidSet uids) =>
        Assert.IsType<ExpungeResult.Expunged>(await account.ExpungeAsync(mailbox.Id, uids, onlyDeleted: false, TestStore.Anna, TestStore.Ct)).Uids;

    public static byte[] Bytes(this Account account, Message message)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        account.Bodies.WriteBytes(message.Body, 0, message.Size, output);
        return output.WrittenSpan.ToArray();
    }

    public static string Text(this Account account, Message message) => Encoding.UTF8.GetString(account.Bytes(message));

    /// <summary>A line a message: what a client could know of it.</summary>
    public static string[] Lines(this MailboxSnapshot snapshot) =>
        [.. snapshot.Messages().Select(m => $"{m.Number} uid {m.Uid} size {m.Size} modseq {m.ModSeq} body {m.Body} {m.InternalDate.ToDateTimeOffset():O} {m.Flags.System} {string.Join(' ', m.Flags.Keywords)}")];

    public static Uid U(uint value) => new(value);

    public static UidSet Uids(uint first, uint last) => UidSet.Range(new Uid(first), new Uid(last));
}
