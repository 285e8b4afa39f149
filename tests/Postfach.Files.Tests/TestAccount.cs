using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Postfach.Mail;
using Postfach.Store;
using SQLitePCL;

namespace Postfach.Files.Tests;

/// <summary>An account of a real store, and a folder for files to import from.</summary>
public sealed class TestAccount : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("postfach-test-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));
    private MailStore _store;

    public TestAccount() => _store = Open();

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public List<SourceFault> LeftOut { get; } = [];

    public string[] WithNewUids { get; private set; } = [];

    public string this[string name] => Path.Combine(_folder, name);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], Encoding.Latin1.GetBytes(text));
        return this[name];
    }

    public async Task<ImportCount> ImportAsync(string path, string? mailbox = null, int stopAfter = int.MaxValue)
    {
        var format = SourceReader.Recognise(path) ?? throw new InvalidDataException("No mail");
        var source = SourceReader.Open(path, format, mailbox is null ? null : MailboxName.Parse(mailbox), LeftOut.Add);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await using var target = new AccountImportTarget(await _store.OpenAsync(new AccountId(1), Ct), source.Name, new Actor("", "import", path));
        var progress = new Counter(read =>
        {
            if (read >= stopAfter)
                stop.Cancel();
        });
        var summary = await MailImport.RunAsync(source, target, LeftOut.Add, progress, stop.Token);
        WithNewUids = [.. summary.WithNewUids.Select(n => n.Value)];
        return summary.Count;
    }

    public async Task<ImportCount> ExportAsync(string path, ExportFormat format, int stopAfter = int.MaxValue)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var progress = new Counter(read =>
        {
            if (read >= stopAfter)
                stop.Cancel();
        });
        var folder = ExportFolder.Begin(path, format, "anna");
        await using var export = await AccountExport.OpenAsync(await _store.OpenAsync(new AccountId(1), Ct), ExportFolder.WantsLineEnds(format), Ct);
        await using var target = new WatchedTarget(folder.Target, export.Bytes, LeftOut.Add, progress);
        var count = await export.RunAsync(target, stop.Token);
        folder.Finish();
        return count;
    }

    /// <summary>Does something to the account's file that no program should.</summary>
    public void Damage(string sql)
    {
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(Path.Combine(_folder, "data", "accounts", "1", "mail.db"), out var database));
        using (database)
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(database, sql));
    }

    /// <summary>Appends a message as a client would.</summary>
    public async Task AppendAsync(string mailbox, ReadOnlyMemory<byte> bytes, FlagSet flags, DateTimeOffset date)
    {
        using var lease = await _store.OpenAsync(new AccountId(1), Ct);
        var (actor, name) = (new Actor("", "test", ""), MailboxName.Parse(mailbox));
        if (lease.Account.Mailboxes.Find(name) is null)
            await lease.Account.CreateMailboxAsync(name, SpecialUse.None, actor, Ct);
        await using var content = lease.Account.BeginMessage();
        await content.WriteAsync(bytes, Ct);
        Assert.IsType<AppendResult.Appended>(await lease.Account.AppendAsync(name, [new NewMessage(content, flags, InternalDate.From(date))], actor, Ct));
    }

    public async Task<string[]> MailboxesAsync()
    {
        using var lease = await _store.OpenAsync(new AccountId(1), Ct);
        return [.. lease.Account.Mailboxes.ByName.Values.Select(m => m.Name.Value)];
    }

    /// <summary>A mailbox's messages: UID, flags and keywords, date, text.</summary>
    public async Task<List<Stored>> ReadAsync(string mailbox = "INBOX")
    {
        using var lease = await _store.OpenAsync(new AccountId(1), Ct);
        var opened = await lease.Account.OpenMailboxAsync(MailboxName.Parse(mailbox), Ct);
        Assert.NotNull(opened);
        var found = new List<Stored>();
        foreach (var message in opened.Current.Messages())
        {
            var bytes = new System.Buffers.ArrayBufferWriter<byte>();
            lease.Account.Bodies.WriteBytes(message.Body, 0, message.Size, bytes);
            var flags = string.Join(' ', [message.Flags.System.ToString(), .. message.Flags.Keywords.Select(k => k.Name)]);
            found.Add(new Stored(message.Uid.Value, flags, message.InternalDate.ToDateTimeOffset(), Encoding.Latin1.GetString(bytes.WrittenSpan)));
        }

        return found;
    }

    public async Task ExpungeAsync(uint uid)
    {
        using var lease = await _store.OpenAsync(new AccountId(1), Ct);
        var inbox = lease.Account.Mailboxes.Find(MailboxName.Inbox)!;
        await lease.Account.ExpungeAsync(inbox.Id, UidSet.Range(new Uid(uid), new Uid(uid)), onlyDeleted: false, new Actor("", "test", ""), Ct);
    }

    public async Task DeleteMailboxAsync(string mailbox)
    {
        using var lease = await _store.OpenAsync(new AccountId(1), Ct);
        await lease.Account.DeleteMailboxAsync(MailboxName.Parse(mailbox), new Actor("", "test", ""), Ct);
    }

    public async Task<Head> HeadAsync(string mailbox)
    {
        using var lease = await _store.OpenAsync(new AccountId(1), Ct);
        var opened = await lease.Account.OpenMailboxAsync(MailboxName.Parse(mailbox), Ct);
        Assert.NotNull(opened);
        var uniqueIds = lease.Account.ReadUniqueIds(opened.Id).OrderBy(u => u.Key).Select(u => $"{u.Key} {u.Value}");
        return new Head(opened.Current.UidValidity.Value, opened.Current.UidNext.Value, [.. uniqueIds]);
    }

    /// <summary>Closes the store and opens it again.</summary>
    public async Task ReopenAsync()
    {
        await _store.DisposeAsync();
        _store = Open();
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private MailStore Open() => MailStore.Open(
        new StoreOptions { DataFolder = Path.Combine(_folder, "data"), WriterThreads = 1, MaxMessageBytes = 4 << 20 }, _time, NullLoggerFactory.Instance);

    public sealed record Head(uint UidValidity, uint UidNext, string[] UniqueIds);

    public sealed record Stored(uint Uid, string Flags, DateTimeOffset Date, string Text);

    private sealed class Counter(Action<long> then) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => then(value.Read);
    }
}
