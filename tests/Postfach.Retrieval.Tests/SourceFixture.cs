using System.Buffers;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests;

/// <summary>A source of an account in a real store of its own, with a clock that only the test moves.</summary>
internal abstract class SourceFixture : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    private const string Name = "provider";

    private readonly TempFolder _folder = new();
    private MailStore? _store;
    private AccountLease? _lease;

    protected SourceFixture(SourceSettings settings) => Assert.True(Store.Sources.Add(Name, new AccountId(1), settings, default));

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public FakeTimeProvider Time { get; } = new(Start);

    public MailStore Store => _store ??= MailStore.Open(
        new StoreOptions { DataFolder = _folder.Path, PasswordIterations = 4096, WriterThreads = 1, PreparingDelay = TimeSpan.FromDays(40) }, Time, NullLoggerFactory.Instance);

    public Source Source => Store.Sources.Find(Name)!; // added at the start

    /// <summary>The account as <see cref="OpenAsync"/> has opened it.</summary>
    public Account Account => _lease!.Account;

    public async Task<Account> OpenAsync() => (_lease ??= await Store.OpenAsync(new AccountId(1), Ct)).Account;

    /// <summary>As the program has it.</summary>
    public RetrievalService Service => new(Store, Time, NullLogger.Instance, OpenSessionAsync);

    public async Task<RunReport> RunAsync(bool dryRun = false) => (await Service.RunAsync(Source, dryRun, progress: null, Ct))!; // Nobody else runs it

    /// <summary>A run that must come to its end.</summary>
    public async Task<RunReport> RunWellAsync()
    {
        var report = await RunAsync();
        Assert.Null(report.Error);
        return report;
    }

    public async Task<IReadOnlyList<Message>> MessagesAsync(string mailbox) =>
        await (await OpenAsync()).OpenMailboxAsync(MailboxName.Parse(mailbox), Ct) is { } opened ? [.. opened.Current.Messages()] : [];

    public byte[] Bytes(Message message)
    {
        var output = new ArrayBufferWriter<byte>();
        Account.Bodies.WriteBytes(message.Body, 0, message.Size, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The bytes of all messages in a mailbox, as text of Latin-1.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync(string mailbox = "INBOX") => [.. (await MessagesAsync(mailbox)).Select(m => Encoding.Latin1.GetString(Bytes(m)))];

    /// <summary>The ledger's lines of a mailbox at the provider, by id; POP3's only one has no name.</summary>
    public IReadOnlyDictionary<string, LedgerEntry> Lines(string remote = "") =>
        Account.Ledger.Read(Account.Ledger.Mailboxes(Source.Id).Single(m => m.Name == remote).Id).ToDictionary(e => e.Id);

    /// <summary>Closes the store; the next use opens it again.</summary>
    public async Task CloseAsync()
    {
        _lease?.Dispose();
        if (_store is not null)
            await _store.DisposeAsync();
        (_lease, _store) = (null, null);
    }

    /// <summary>The account's files are lost.</summary>
    public async Task LoseAccountAsync()
    {
        await CloseAsync();
        Directory.Delete(Path.Combine(_folder.Path, "accounts"), recursive: true);
        await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Dispose();
    }

    protected abstract Task<ProviderSession> OpenSessionAsync(Source source, CancellationToken ct);

    protected static SourceSettings Settings(SourceProtocol protocol, IPEndPoint provider, string user, string rule) => new()
    {
        Protocol = protocol, Host = provider.Address.ToString(), Port = provider.Port, Security = TransportSecurity.None, User = user, Rule = RetentionRule.Parse(rule),
    };
}
