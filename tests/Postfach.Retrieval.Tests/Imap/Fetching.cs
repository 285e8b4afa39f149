using System.Buffers;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Imap;

/// <summary>A source of an account in a real store of its own, with a clock that only the test moves.</summary>
internal sealed class Fetching : IAsyncDisposable
{
    private const string Name = "provider";

    private readonly TempFolder _folder = new();
    private readonly AccountLease _lease;

    private Fetching(MailStore store, AccountLease lease, TempFolder folder, FakeTimeProvider time) => (Store, _lease, _folder, Time) = (store, lease, folder, time);

    public MailStore Store { get; }

    public FakeTimeProvider Time { get; }

    public Account Account => _lease.Account;

    public Source Source => Store.Sources.Find(Name)!; // Added at the start

    /// <summary>Commands of the last run, log-in included.</summary>
    public int Commands { get; private set; }

    public static async Task<Fetching> StartAsync(IPEndPoint provider, string user, string rule = "leave", Func<SourceSettings, SourceSettings>? with = null)
    {
        var folder = new TempFolder();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));
        var store = MailStore.Open(new StoreOptions { DataFolder = folder.Path, PasswordIterations = 4096, WriterThreads = 1 }, time, NullLoggerFactory.Instance);
        var settings = new SourceSettings
        {
            Protocol = SourceProtocol.Imap, Host = provider.Address.ToString(), Port = provider.Port, Security = TransportSecurity.None, User = user, Rule = RetentionRule.Parse(rule),
        };
        var lease = await store.OpenAsync(new AccountId(1), ImapSteps.Ct);
        Assert.True(store.Sources.Add(Name, new AccountId(1), with?.Invoke(settings) ?? settings, default));
        return new Fetching(store, lease, folder, time);
    }

    public async Task<ImapSession> OpenSessionAsync() => await ImapSession.OpenAsync(Source, _ => Task.FromResult(new Credential(Source.Settings.User, "secret", IsToken: false)), Time, ImapSteps.Ct);

    public async Task<RunReport> RunAsync()
    {
        ImapSession? opened = null;
        var run = new SourceRun(Store, Source, async (_, _) => opened = await OpenSessionAsync(), progress: null, Time, NullLogger.Instance);
        var report = await run.RunAsync(dryRun: false, ImapSteps.Ct);
        Commands = opened?.Commands ?? 0;
        return report;
    }

    /// <summary>A run that must come to its end.</summary>
    public async Task<RunReport> RunWellAsync()
    {
        var report = await RunAsync();
        Assert.Null(report.Error);
        return report;
    }

    public async Task<IReadOnlyList<Message>> MessagesAsync(string mailbox) =>
        await Account.OpenMailboxAsync(MailboxName.Parse(mailbox), ImapSteps.Ct) is { } opened ? [.. opened.Current.Messages()] : [];

    public byte[] Bytes(Message message)
    {
        var output = new ArrayBufferWriter<byte>();
        Account.Bodies.WriteBytes(message.Body, 0, message.Size, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>States of a remote mailbox's lines, by id.</summary>
    public IReadOnlyDictionary<string, LedgerEntry> Lines(string remote) =>
        Account.Ledger.Read(Account.Ledger.Mailboxes(Source.Id).Single(m => m.Name == remote).Id).ToDictionary(e => e.Id);

    public async ValueTask DisposeAsync()
    {
        _lease.Dispose();
        await Store.DisposeAsync();
        _folder.Dispose();
    }
}
