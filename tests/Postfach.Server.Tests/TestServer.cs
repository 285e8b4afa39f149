using System.Text;
using Microsoft.Extensions.Time.Testing;
using Postfach.Mail;
using Postfach.Server.Imap;
using Postfach.Server.Lmtp;
using Postfach.Server.Pop3;
using Postfach.Store;

namespace Postfach.Server.Tests;

/// <summary>
/// A real store with the users anna and bert@example.org, whose passwords are <c>secret</c>, and sessions over it without a network. Only a test moves
/// its clock.
/// </summary>
internal sealed class TestServer : IAsyncDisposable
{
    private static readonly Actor Setup = new("", "test", "");

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<TestClient> _clients = [];
    private MailStore? _store;
    private AccountLease? _lease;

    public string Folder { get; } = Directory.CreateTempSubdirectory("postfach-test-").FullName;

    public FakeTimeProvider Time { get; init; } = new(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));

    public FaultLog Log { get; } = new();

    public ImapSessionLimits ImapLimits { get; init; } = new();

    /// <summary>anna's.</summary>
    public Account Account => _lease?.Account ?? throw new InvalidOperationException("Not yet.");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private MailStore Store => _store ?? throw new InvalidOperationException("Not yet.");

    public static Task<TestServer> StartAsync(long maxMessageBytes = 1 << 30) => StartAsync(new TestServer(), maxMessageBytes);

    public static async Task<TestServer> StartAsync(TestServer server, long maxMessageBytes = 1 << 30)
    {

        // Nothing works behind the answers: where a look at the clock moves it, nobody else may look.
        var options = new StoreOptions
        {
            DataFolder = server.Folder, PasswordIterations = 4096, WriterThreads = 2, MaxMessageBytes = maxMessageBytes,
            PreparingDelay = TimeSpan.FromDays(40), Index = new SearchIndexOptions { IdleDelay = TimeSpan.FromDays(40) },
        };
        server._store = MailStore.Open(options, server.Time, server.Log);
        foreach (var name in new[] { "anna", "bert@example.org" })
            await server.Store.Users.AddAsync(UserName.TryParse(name, out var user, out var why) ? user : throw new FormatException(why), "secret", Ct);
        server._lease = await server.Store.OpenAsync(new AccountId(1), Ct);
        return server;
    }

    public TestClient Connect(string protocol, bool mayLogIn = true, int pauseAt = 0, bool mayEnter = true)
    {
        Func<TestConnection, Task> serve = protocol switch
        {
            "imap" => c => new ImapService(Store, ImapLimits, Time, Log).ServeAsync(c, _stopping.Token),
            "pop3" => c => new Pop3Service(Store, new Pop3Limits(), Time, Log).ServeAsync(c, _stopping.Token),
            "lmtp" => c => new LmtpService(Store, new LmtpOptions { HostName = "mx.example.net" }, Time, Log).ServeAsync(c, _stopping.Token),
            _ => throw new NotSupportedException(protocol),
        };
        var client = new TestClient(new TestConnection($"test-{_clients.Count + 1}", mayLogIn, pauseAt, mayEnter), serve);
        _clients.Add(client);
        return client;
    }

    /// <summary>An IMAP client that has logged in, and selected INBOX if it should.</summary>
    public async Task<TestClient> ImapAsync(bool select = true, int pauseAt = 0)
    {
        var client = Connect("imap", pauseAt: pauseAt);
        await client.SayAsync("x LOGIN anna secret\r\n");
        await client.HearUpToAsync("x OK");
        if (!select)
            return client;
        await client.SayAsync("x SELECT INBOX\r\n");
        await client.HearUpToAsync("x OK");
        return client;
    }

    public Task StopAsync() => _stopping.CancelAsync();

    public async Task CreateMailboxAsync(string name) =>
        Assert.IsType<MailboxResult.Done>(await Account.CreateMailboxAsync(MailboxName.Parse(name), SpecialUse.None, Setup, Ct));

    public async Task AppendAsync(string mailbox, byte[] message, FlagSet flags, bool isRecent = false)
    {
        await using var content = Account.BeginMessage();
        await content.WriteAsync(message, Ct);
        Assert.IsType<AppendResult.Appended>(await Account.AppendAsync(MailboxName.Parse(mailbox), [new NewMessage(content, flags, null)], Setup, Ct));
        if (isRecent)
            return;
        var appended = await MailboxAsync(mailbox);
        appended.TakeRecent(appended.Current);
    }

    /// <summary>Appends messages that nobody is shown as \Recent unless it is said; their subjects and texts are numbers from 1.</summary>
    public async Task AppendAsync(string mailbox, int count, bool isRecent = false)
    {
        for (var i = 1; i <= count; i++)
            await AppendAsync(mailbox, Encoding.ASCII.GetBytes($"Subject: {i}\r\n\r\n{i}\r\n"), FlagSet.Empty, isRecent);
    }

    public async Task<Mailbox> MailboxAsync(string name) =>
        await Account.OpenMailboxAsync(MailboxName.Parse(name), Ct) ?? throw new ArgumentException(name);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var client in _clients)
            await client.CloseAsync();
        _lease?.Dispose();
        if (_store is not null)
            await _store.DisposeAsync();
        _stopping.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
