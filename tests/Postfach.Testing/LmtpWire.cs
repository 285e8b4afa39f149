using System.Net;

namespace Postfach.Testing;

/// <summary>An LMTP client. Not thread-safe.</summary>
public sealed class LmtpWire : IAsyncDisposable
{
    private readonly Wire _wire;

    private LmtpWire(Wire wire) => _wire = wire;

    public static async Task<LmtpWire> ConnectAsync(IPEndPoint server, CancellationToken ct)
    {
        var lmtp = new LmtpWire(await Wire.ConnectAsync(server, ct));
        try
        {
            await lmtp.ReadReplyAsync(ct);
            await lmtp.RunAsync("LHLO client.example.org", ct);
            return lmtp;
        }
        catch
        {
            await lmtp.DisposeAsync();
            throw;
        }
    }

    /// <summary>Delivers a message that is in memory.</summary>
    public Task<IReadOnlyList<string>> DeliverAsync(IReadOnlyList<string> recipients, byte[] message, CancellationToken ct) =>
        DeliverAsync(recipients, [Stuffed(message)], message.AsSpan().EndsWith("\r\n"u8), ct);

    /// <summary>Delivers a message piece by piece.</summary>
    /// <param name="pieces">Dot-stuffed already.</param>
    /// <param name="endsLine">The last piece ends with CRLF.</param>
    /// <returns>A reply for each recipient.</returns>
    public async Task<IReadOnlyList<string>> DeliverAsync(
        IReadOnlyList<string> recipients, IEnumerable<ReadOnlyMemory<byte>> pieces, bool endsLine, CancellationToken ct)
    {
        await RunAsync("MAIL FROM:<sender@example.org>", ct);
        foreach (var recipient in recipients)
            await RunAsync($"RCPT TO:<{recipient}>", ct);
        await RunAsync("DATA", ct);
        foreach (var piece in pieces)
            await _wire.SendAsync(piece, ct);
        await _wire.SendAsync(endsLine ? ".\r\n" : "\r\n.\r\n", ct);
        var replies = new List<string>();
        foreach (var _ in recipients)
            replies.Add(await ReadReplyAsync(ct));
        return replies;
    }

    /// <exception cref="RefusedException">The reply was neither 2xx nor 3xx.</exception>
    public async Task<string> RunAsync(string command, CancellationToken ct)
    {
        await _wire.SendAsync($"{command}\r\n", ct);
        var reply = await ReadReplyAsync(ct);
        return reply[0] is '2' or '3' ? reply : throw new RefusedException(command, reply);
    }

    /// <summary>A dot before each line that begins with one. RFC 5321 §4.5.2: only CRLF ends a line.</summary>
    public static byte[] Stuffed(byte[] message)
    {
        using var stuffed = new MemoryStream(message.Length + 16);
        for (var i = 0; i < message.Length; i++)
        {
            if (message[i] == '.' && (i == 0 || (i > 1 && message[i - 2] == '\r' && message[i - 1] == '\n')))
                stuffed.WriteByte((byte)'.');
            stuffed.WriteByte(message[i]);
        }

        return stuffed.ToArray();
    }

    public ValueTask DisposeAsync() => _wire.DisposeAsync();

    /// <summary>The last line of a reply.</summary>
    private async Task<string> ReadReplyAsync(CancellationToken ct)
    {
        var line = await _wire.ReadLineAsync(ct);
        while (line.Length > 3 && line[3] == '-')
            line = await _wire.ReadLineAsync(ct);
        return line;
    }
}
