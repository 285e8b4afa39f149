using System.Globalization;
using System.Net;

namespace Postfach.Testing;

/// <summary>A POP3 client. Lines end at LF for it, as for most clients. Not thread-safe.</summary>
public sealed class Pop3Wire : IAsyncDisposable
{
    private readonly Wire _wire;

    private Pop3Wire(Wire wire) => _wire = wire;

    public static async Task<Pop3Wire> LogInAsync(IPEndPoint server, string user, string password, CancellationToken ct)
    {
        var pop3 = new Pop3Wire(await Wire.ConnectAsync(server, ct));
        try
        {
            await pop3.ReadReplyAsync("greeting", ct);
            await pop3.RunAsync($"USER {user}", ct);
            await pop3.RunAsync($"PASS {password}", ct);
            return pop3;
        }
        catch
        {
            await pop3.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a command with a reply of one line.</summary>
    /// <returns>What follows +OK.</returns>
    /// <exception cref="RefusedException">It was -ERR.</exception>
    public async Task<string> RunAsync(string command, CancellationToken ct)
    {
        await _wire.SendAsync($"{command}\r\n", ct);
        return await ReadReplyAsync(command, ct);
    }

    /// <summary>Number of messages in the maildrop.</summary>
    public async Task<int> CountAsync(CancellationToken ct) => int.Parse((await RunAsync("STAT", ct)).Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>Runs a command with a reply of several lines: the bytes before the last line, with the stuffed dots taken out.</summary>
    public async Task RunAsync(string command, ByteSink sink, CancellationToken ct)
    {
        await RunAsync(command, ct);
        var atLineStart = true;
        while (true)
        {
            var (piece, endsLine) = await _wire.ReadPieceAsync(ct);
            if (atLineStart && piece.Span[0] == '.')
            {
                if (piece.Span.SequenceEqual(".\r\n"u8))
                    return;
                piece = piece[1..];
            }

            sink(piece.Span);
            atLineStart = endsLine;
        }
    }

    public async Task<byte[]> ReadAsync(string command, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        await RunAsync(command, bytes.Write, ct);
        return bytes.ToArray();
    }

    public ValueTask DisposeAsync() => _wire.DisposeAsync();

    private async Task<string> ReadReplyAsync(string command, CancellationToken ct)
    {
        var reply = await _wire.ReadLineAsync(ct);
        return reply.StartsWith("+OK", StringComparison.Ordinal) ? reply[3..].TrimStart() : throw new RefusedException(command, reply);
    }
}
