using System.Buffers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Postfach.Mail;
using Postfach.Server.Connections;
using Postfach.Server.Lmtp;
using Postfach.Server.Pop3;
using Postfach.Store;

namespace Postfach.Server.Tests;

/// <summary>A store with the users anna and bert, and connections to sessions on it: for what a transcript cannot say.</summary>
internal sealed class LineTestServer : IAsyncDisposable
{
    public const int MaxMessageBytes = 1_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("postfach-test-").FullName;
    private readonly List<LineTestConnection> _connections = [];

    private LineTestServer() =>
        Store = MailStore.Open(
            new StoreOptions { DataFolder = _folder, PasswordIterations = 1, WriterThreads = 2, MaxMessageBytes = MaxMessageBytes }, Time, NullLoggerFactory.Instance);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));

    public MailStore Store { get; }

    public LmtpService Lmtp => new(Store, new LmtpOptions { HostName = "mx.example.net" }, Time, NullLoggerFactory.Instance);

    public Pop3Service Pop3 => new(Store, new Pop3Limits(), Time, NullLoggerFactory.Instance);

    public static async Task<LineTestServer> StartAsync()
    {
        var server = new LineTestServer();
        foreach (var name in new[] { "anna", "bert" })
            await server.Store.Users.AddAsync(Name(name), "secret", default);
        return server;
    }

    public static UserName Name(string name) => UserName.TryParse(name, out var user, out var why) ? user : throw new FormatException(why);

    /// <summary>A file where the user's account would have its own: it cannot be opened.</summary>
    public void BreakAccountOf(string name)
    {
        var account = Path.Combine(_folder, "accounts", $"{Store.Users.Find(Name(name))?.Account}");
        Directory.CreateDirectory(account);
        File.WriteAllText(Path.Combine(account, "mail.db"), new string('x', 10_000));
    }

    /// <summary>The raw messages of the user's INBOX.</summary>
    public Task<IReadOnlyList<byte[]>> InboxOfAsync(string name) => MessagesOfAsync(name, "INBOX");

    public async Task CreateMailboxAsync(string name, string mailbox)
    {
        using var lease = await OpenAsync(name);
        Assert.IsType<MailboxResult.Done>(await lease.Account.CreateMailboxAsync(MailboxName.Parse(mailbox), SpecialUse.None, new Actor("", "test", ""), default));
    }

    public async Task<IReadOnlyList<byte[]>> MessagesOfAsync(string name, string mailbox)
    {
        using var lease = await OpenAsync(name);
        var inbox = await lease.Account.OpenMailboxAsync(MailboxName.Parse(mailbox), default);
        var messages = new List<byte[]>();
        foreach (var message in inbox?.Current.Messages() ?? [])
        {
            var bytes = new ArrayBufferWriter<byte>();
            lease.Account.Bodies.WriteBytes(message.Body, 0, message.Size, bytes);
            messages.Add(bytes.WrittenSpan.ToArray());
        }

        return messages;
    }

    /// <summary>Appends messages to the user's INBOX, in one commit.</summary>
    public async Task AppendAsync(string name, params IEnumerable<byte[]> messages)
    {
        using var lease = await OpenAsync(name);
        var incoming = new List<NewMessage>();
        foreach (var message in messages)
        {
            incoming.Add(new NewMessage(lease.Account.BeginMessage(), FlagSet.Empty, null));
            await incoming[^1].Content.WriteAsync(message, default);
        }

        Assert.IsType<AppendResult.Appended>(await lease.Account.AppendAsync(MailboxName.Inbox, incoming, new Actor("", "test", ""), default));
        foreach (var message in incoming)
            await message.Content.DisposeAsync();
    }

    /// <summary>Begins a session, and ends the connection with it.</summary>
    public LineTestConnection Connect(Func<IClientConnection, CancellationToken, Task> session)
    {
        var connection = new LineTestConnection(_connections.Count + 1, mayLogIn: true);
        connection.Session = ServeAsync(session, connection, connection);
        _connections.Add(connection);
        return connection;
    }

    public static async Task ServeAsync(Func<IClientConnection, CancellationToken, Task> session, IClientConnection served, LineTestConnection ended)
    {
        await Task.Yield();
        try
        {
            await session(served, CancellationToken.None);
        }
        catch (IOException)
        {
            // As a listener does: the connection is over.
        }
        finally
        {
            await ended.EndAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
            await connection.CloseAsync();
        await Store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private ValueTask<AccountLease> OpenAsync(string name) =>
        Store.OpenAsync(Store.Users.Find(Name(name))?.Account ?? throw new InvalidOperationException(name), default);
}
