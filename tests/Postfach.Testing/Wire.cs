using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Postfach.Testing;

/// <summary>
/// A connection as bytes, for clients that know nothing of the server's own code. Every wait has a deadline. A connection that broke is an
/// <see cref="IOException"/>. Not thread-safe.
/// </summary>
public sealed class Wire : IAsyncDisposable
{
    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly byte[] _buffer = new byte[128 << 10];
    private int _start;
    private int _end;

    private Wire()
    {
    }

    // Kept: a connection that broke is to fail as an IOException.
    private NetworkStream Stream => field ??= _client.GetStream();

    /// <exception cref="IOException">Nobody listens there.</exception>
    public static async Task<Wire> ConnectAsync(IPEndPoint server, CancellationToken ct)
    {
        var wire = new Wire();
        try
        {
            await wire._client.ConnectAsync(server, ct);
            return wire;
        }
        catch (SocketException e)
        {
            await wire.DisposeAsync();
            throw new IOException(e.Message, e);
        }
    }

    public Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => Stream.WriteAsync(bytes, ct).AsTask().WaitAsync(PostfachProgram.Patience, ct);

    public Task SendAsync(string text, CancellationToken ct) => SendAsync(Encoding.UTF8.GetBytes(text), ct);

    /// <summary>A line without its end, one character an octet.</summary>
    public async ValueTask<string> ReadLineAsync(CancellationToken ct)
    {
        var line = new StringBuilder();
        while (true)
        {
            var (piece, endsLine) = await ReadPieceAsync(ct);
            line.Append(Encoding.Latin1.GetString(piece.Span));
            if (endsLine)
                return line.ToString().TrimEnd('\r', '\n');
        }
    }

    /// <summary>The next line with its LF, or a part of it; good until the next read.</summary>
    public async ValueTask<(ReadOnlyMemory<byte> Piece, bool EndsLine)> ReadPieceAsync(CancellationToken ct)
    {
        if (_start == _end)
            await FillAsync(ct);
        var lineFeed = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        while (lineFeed < 0 && await FillAsync(ct))
            lineFeed = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        return (Take(lineFeed < 0 ? _end - _start : lineFeed + 1), lineFeed >= 0);
    }

    /// <summary>Exactly so many bytes, piece by piece.</summary>
    public async Task ReadAsync(long length, ByteSink sink, CancellationToken ct)
    {
        while (length > 0)
        {
            if (_start == _end)
                await FillAsync(ct);
            var piece = Take((int)Math.Min(length, _end - _start));
            sink(piece.Span);
            length -= piece.Length;
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return default;
    }

    private ReadOnlyMemory<byte> Take(int length)
    {
        var piece = _buffer.AsMemory(_start, length);
        _start += length;
        return piece;
    }

    /// <summary>False: there is no more room.</summary>
    private async ValueTask<bool> FillAsync(CancellationToken ct)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
            return false;
        var read = await Stream.ReadAsync(_buffer.AsMemory(_end), ct).AsTask().WaitAsync(PostfachProgram.Patience, ct);
        if (read == 0)
            throw new EndOfStreamException("The server closed the connection.");
        _end += read;
        return true;
    }
}
