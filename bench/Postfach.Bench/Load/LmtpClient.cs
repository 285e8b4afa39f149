using System.Net;
using System.Text;

namespace Postfach.Bench.Load;

/// <summary>Delivers by LMTP with PIPELINING: a message's end and the next one's envelope go out together (RFC 2920 §3.1). Not thread-safe.</summary>
internal sealed class LmtpClient : IDisposable
{
    private readonly LoadConnection _connection;
    private readonly Func<string> _recipient;
    private bool _hasEnvelope;

    private LmtpClient(LoadConnection connection, Func<string> recipient)
    {
        _connection = connection;
        _recipient = recipient;
    }

    /// <summary>Connects and says LHLO.</summary>
    /// <param name="recipient">Is asked before each message.</param>
    public static async Task<LmtpClient> ConnectAsync(IPEndPoint server, Func<string> recipient)
    {
        var lmtp = new LmtpClient(await LoadConnection.ConnectAsync(server, tls: false, LoadConnection.Small), recipient);
        try
        {
            await lmtp.ExpectAsync("220");
            await lmtp._connection.SendAsync("LHLO bench.example.org\r\n"u8.ToArray());
            await lmtp.ExpectAsync("250");
            return lmtp;
        }
        catch
        {
            lmtp.Dispose();
            throw;
        }
    }

    /// <summary>Delivers one message, which is durable when this returns.</summary>
    /// <param name="message">Dot-stuffed already, and ends with CRLF.</param>
    /// <param name="another">There will be one after it.</param>
    public async Task DeliverAsync(ReadOnlyMemory<byte> message, bool another)
    {
        if (!_hasEnvelope)
        {
            await _connection.SendAsync(Envelope());
            await ExpectEnvelopeAsync();
        }

        var next = another ? Envelope() : [];
        var together = new byte[message.Length + 3 + next.Length];
        message.Span.CopyTo(together);
        ".\r\n"u8.CopyTo(together.AsSpan(message.Length));
        next.CopyTo(together, message.Length + 3);
        await _connection.SendAsync(together);
        await ExpectAsync("250");
        _hasEnvelope = another;
        if (another)
            await ExpectEnvelopeAsync();
    }

    public void Dispose() => _connection.Dispose();

    private byte[] Envelope() => Encoding.ASCII.GetBytes($"MAIL FROM:<bert@example.org>\r\nRCPT TO:<{_recipient()}>\r\nDATA\r\n");

    private async Task ExpectEnvelopeAsync()
    {
        await ExpectAsync("250");
        await ExpectAsync("250");
        await ExpectAsync("354");
    }

    // A reply's last line has a space after its code (RFC 5321 §4.2.1).
    private async Task ExpectAsync(string code)
    {
        while (true)
        {
            var line = Encoding.Latin1.GetString((await _connection.ReadLineAsync()).Span);
            if (!line.StartsWith(code, StringComparison.Ordinal))
                throw new LoadException(line);
            if (line.Length == 3 || line[3] == ' ')
                return;
        }
    }
}
