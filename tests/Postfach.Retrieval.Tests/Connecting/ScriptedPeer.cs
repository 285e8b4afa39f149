using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Postfach.Retrieval.Tests.Connecting;

/// <summary>A server or proxy that says to each connection what a test has it say, one after the other, and keeps every byte that came.</summary>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly MemoryStream _wire = new();
    private readonly Task _serving;

    /// <param name="script">Its end ends the connection.</param>
    public ScriptedPeer(Func<PeerTalk, Task> script)
    {
        _listener.Start();
        _serving = ServeAsync(script);
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>All lines that were read, in TLS or not.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>All bytes as they came over the wire: what is inside TLS cannot be read in them.</summary>
    public byte[] Wire => _wire.ToArray();

    /// <summary>Connections so far.</summary>
    public int Connections { get; private set; }

    /// <summary>Nothing that can be read in the wire, plain or in base64, has the secret in it.</summary>
    public void AssertNeverTold(string secret)
    {
        var text = Encoding.Latin1.GetString(Wire);
        Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
        foreach (var word in text.Split(' ', '\r', '\n'))
        {
            var bytes = new byte[word.Length];
            if (Convert.TryFromBase64String(word, bytes, out var count))
                Assert.DoesNotContain(secret, Encoding.Latin1.GetString(bytes, 0, count), StringComparison.OrdinalIgnoreCase);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _listener.Stop();
        _end.Dispose();
        await _wire.DisposeAsync();
    }

    private async Task ServeAsync(Func<PeerTalk, Task> script)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                Connections++;
                await using var talk = new PeerTalk(client.GetStream(), _wire, Lines, _end.Token);
                await script(talk);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or AuthenticationException)
            {
                // One of the two has gone, or the test is over.
            }
        }
    }
}
