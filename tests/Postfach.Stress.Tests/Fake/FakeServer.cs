using System.Net;
using System.Net.Sockets;
using Postfach.Stress.Wire;

namespace Postfach.Stress.Tests.Fake;

/// <summary>
/// A small IMAP server that keeps its mail in memory and is right, but for the one thing that it is told to do wrong. Its sessions share one lock.
/// </summary>
internal sealed class FakeServer : IAsyncDisposable
{
    // A fault that shows itself seldom must be found too.
    private const int SeldomIs = 7;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly FakeFault _fault;
    private readonly Task _accepting;
    private int _chances;
    private uint _uidValidity = 1000;

    public FakeServer(FakeFault fault)
    {
        _fault = fault;
        _listener.Start();
        Mailboxes["INBOX"] = NewMailbox("INBOX");
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public Lock Lock { get; } = new();

    public Dictionary<string, FakeMailbox> Mailboxes { get; } = new(StringComparer.OrdinalIgnoreCase);

    public FakeMailbox NewMailbox(string name) => new(name, ++_uidValidity);

    public bool Always(FakeFault fault) => _fault == fault;

    /// <summary>Each time it could happen, it seldom does. Under the lock.</summary>
    public bool Seldom(FakeFault fault) => _fault == fault && ++_chances % SeldomIs == 0;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var sessions = new List<Task>();
        try
        {
            while (true)
                sessions.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(sessions);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        await using var stream = new ImapStream(client);
        try
        {
            client.NoDelay = true;
            await new FakeSession(this, stream).RunAsync(_end.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client is gone, or the test is over.
        }
    }
}
