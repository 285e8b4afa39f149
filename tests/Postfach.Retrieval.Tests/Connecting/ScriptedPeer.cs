using System.Net;
using System.Text;

namespace Postfach.Retrieval.Tests.Connecting;

/// <summary>A server or proxy that says to each connection what a test has it say, one after the other, and keeps every byte that came.</summary>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    private readonly LoopbackServer _server;
    private readonly MemoryStream _wire = new();

    /// <param name="script">Its end ends the connection.</param>
    public ScriptedPeer(Func<PeerTalk, Task> script) => _server = new LoopbackServer(async (stream, ct) =>
    {
        Connections++;
        await using var talk = new PeerTalk(stream, _wire, Lines, ct);
        await script(talk);
    });

    public IPEndPoint EndPoint => _server.EndPoint;

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
        await _server.DisposeAsync();
        await _wire.DisposeAsync();
    }
}
