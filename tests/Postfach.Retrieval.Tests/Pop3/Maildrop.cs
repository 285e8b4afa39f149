using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Pop3;

/// <summary>A POP3 source of an account in a real store of its own, with a clock that only the test moves.</summary>
internal sealed class Maildrop : IAsyncDisposable
{
    private const string Name = "drop";

    private readonly TempFolder _folder = new();
    private readonly StoreOptions _options;
    private MailStore? _store;

    public Maildrop() => _options = new StoreOptions { DataFolder = _folder.Path, PasswordIterations = 4096, WriterThreads = 1, PreparingDelay = TimeSpan.FromDays(40) };

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));

    public MailStore Store => _store ??= MailStore.Open(_options, Time, NullLoggerFactory.Instance);

    /// <summary>As the program has it.</summary>
    public RetrievalService Service => new(
        Store, Time, NullLogger.Instance, async (s, ct) => await Pop3Session.OpenAsync(s, new Credential(s.Settings.User, "secret", IsToken: false), TimeProvider.System, ct));

    public Source Source => Store.Sources.Find(Name)!; // Added at the start

    public static Maildrop Of(IPEndPoint provider, string rule, string user = "anna", Func<SourceSettings, SourceSettings>? with = null)
    {
        var drop = new Maildrop();
        var settings = new SourceSettings
        {
            Protocol = SourceProtocol.Pop3, Host = provider.Address.ToString(), Port = provider.Port, Security = TransportSecurity.None, User = user, Rule = RetentionRule.Parse(rule),
        };
        Assert.True(drop.Store.Sources.Add(Name, new AccountId(1), with?.Invoke(settings) ?? settings, default));
        return drop;
    }

    /// <summary>A message with a number in it, with lines that begin with a dot.</summary>
    public static byte[] Letter(int number) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"Received: from a by b; Mon, 02 Mar 2026 0{number % 10}:00:00 +0100\r\nMessage-ID: <{number}@example.org>\r\nSubject: letter {number}\r\n\r\n.dot\r\n..\r\n{new string('x', number * 7 % 60)}\r\n"));

    public async Task<RunReport> RunAsync(bool dry = false) => (await Service.RunAsync(Source, dry, progress: null, Ct))!; // Nobody else runs it

    public async Task<RunReport> RunWellAsync()
    {
        var report = await RunAsync();
        Assert.Null(report.Error);
        return report;
    }

    /// <summary>The bytes of all messages in a mailbox, as text of Latin-1.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync(string mailbox = "INBOX")
    {
        using var lease = await Store.OpenAsync(new AccountId(1), Ct);
        if (await lease.Account.OpenMailboxAsync(MailboxName.Parse(mailbox), Ct) is not { Current: var messages })
            return [];
        return [.. messages.Messages().Select(m =>
        {
            var output = new ArrayBufferWriter<byte>();
            lease.Account.Bodies.WriteBytes(m.Body, 0, m.Size, output);
            return Encoding.Latin1.GetString(output.WrittenSpan);
        })];
    }

    public async Task<IReadOnlyDictionary<string, LedgerEntry>> LinesAsync()
    {
        using var lease = await Store.OpenAsync(new AccountId(1), Ct);
        return lease.Account.Ledger.Read(lease.Account.Ledger.Mailboxes(Source.Id).Single().Id).ToDictionary(e => e.Id);
    }

    public async Task WithAccountAsync(Func<Account, Task> act)
    {
        using var lease = await Store.OpenAsync(new AccountId(1), Ct);
        await act(lease.Account);
    }

    /// <summary>Closes the store; the next use opens it again.</summary>
    public async Task CloseAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        _store = null;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Dispose();
    }
}
