using System.Net;
using System.Net.Sockets;

namespace Postfach.Bench.Load;

/// <summary>
/// A connection that costs the machine little: one buffer, read as fast as bytes come, in which a response's end is looked for where it can
/// be. Not thread-safe, but that one may send while another reads.
/// </summary>
/// <remarks>Breaks and refusals are <see cref="LoadException"/>s. Under TLS everything blocks: such connections need threads of their own.</remarks>
internal sealed class LoadConnection : IDisposable
{
    /// <summary>For what answers with much.</summary>
    public const int Large = 1 << 20;

    /// <summary>For many connections that hear little.</summary>
    public const int Small = 16 << 10;

    /// <summary>For thousands of connections that only wait.</summary>
    public const int Tiny = 4 << 10;

    // So far back from the end of what came a response's last line is looked for; it is kept when the buffer is used again.
    private const int Window = 2 << 10;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer;
    private TlsLink? _tls;
    private int _start;
    private int _end;

    private LoadConnection(int buffer) => _buffer = new byte[buffer];

    public static async Task<LoadConnection> ConnectAsync(IPEndPoint server, bool tls, int buffer)
    {
        var connection = new LoadConnection(buffer);
        try
        {
            if (tls)
                connection.BeginTls(server);
            else
                await connection._socket.ConnectAsync(server);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_tls is not null)
        {
            _tls.Write(bytes.Span);
            return;
        }

        while (bytes.Length > 0)
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None)..];
    }

    /// <summary>The next line without its CRLF; good until the next read.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadLineAsync()
    {
        var looked = _start;
        while (true)
        {
            var lineFeed = _buffer.AsSpan(looked, _end - looked).IndexOf((byte)'\n');
            if (lineFeed >= 0)
            {
                var line = _buffer.AsMemory(_start, looked + lineFeed - _start);
                _start = looked + lineFeed + 1;
                return line.Length > 0 && line.Span[^1] == '\r' ? line[..^1] : line;
            }

            looked = _end - _start;
            await ReceiveAsync(_start);
        }
    }

    /// <summary>
    /// Reads up to the line that begins with <paramref name="begin"/>, which is the last of the response, so that only the end of what has come
    /// is looked at. Text like it inside a literal is no matter as long as it does not also stand at the end of what has come: tags are made
    /// to be unlikely.
    /// </summary>
    /// <returns>How many bytes came, and the line without its CRLF, good until the next read.</returns>
    public async ValueTask<(long Bytes, ReadOnlyMemory<byte> Line)> ReadToLineAsync(ReadOnlyMemory<byte> begin)
    {
        // A CRLF before the first line makes it a line like all others.
        var kept = _buffer.AsSpan(_start, _end - _start);
        kept.CopyTo(_buffer.AsSpan(2));
        "\r\n"u8.CopyTo(_buffer);
        (_start, _end) = (0, kept.Length + 2);
        var bytes = (long)kept.Length;
        while (true)
        {
            if (FindLine(begin.Span) is { Length: > 0 } line)
                return (bytes, line);
            bytes += await ReceiveAsync(Math.Max(_start, _end - Window));
        }
    }

    /// <summary>Reads multi-line POP3 responses (RFC 1939 §3) up to the end of the last one.</summary>
    /// <returns>How many bytes came.</returns>
    /// <exception cref="LoadException">One of them is an error.</exception>
    public async ValueTask<long> ReadMultiLinesAsync(int responses)
    {
        var bytes = 0L;
        var isStart = true;
        while (true)
        {
            while (_start < _end)
            {
                if (isStart && _buffer[_start] != '+')
                    throw new LoadException(System.Text.Encoding.Latin1.GetString(_buffer, _start, Math.Min(100, _end - _start)));
                isStart = false;
                // The text's own lines never are a dot alone, as it is stuffed.
                var end = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n.\r\n"u8);
                if (end < 0)
                    break;
                _start += end + 5;
                isStart = true;
                if (--responses == 0)
                    return bytes;
            }

            // The end may have come in part.
            bytes += await ReceiveAsync(isStart ? _start : Math.Max(_start, _end - 4));
        }
    }

    public void Dispose()
    {
        _tls?.Dispose();
        _socket.Dispose();
    }

    private ReadOnlyMemory<byte> FindLine(ReadOnlySpan<byte> begin)
    {
        var from = Math.Max(_start, _end - Window);
        var window = _buffer.AsSpan(from, _end - from);
        for (var at = window.LastIndexOf(begin); at >= 0; at = window[..at].LastIndexOf(begin))
        {
            if (at < 2 || !window[..at].EndsWith("\r\n"u8))
                continue;
            var length = window[at..].IndexOf("\r\n"u8);
            if (length < 0)
                return default;
            _start = from + at + length + 2;
            return _buffer.AsMemory(from + at, length);
        }

        return default;
    }

    /// <summary>Receives more; what is before <paramref name="keep"/> is not needed any more.</summary>
    private async ValueTask<int> ReceiveAsync(int keep)
    {
        _buffer.AsSpan(keep, _end - keep).CopyTo(_buffer);
        (_start, _end) = (0, _end - keep);
        if (_end == _buffer.Length)
            throw new LoadException("A line is longer than the buffer.");
        var room = _buffer.AsMemory(_end);
        var read = _tls is null ? await _socket.ReceiveAsync(room, SocketFlags.None) : _tls.Read(room.Span);
        if (read == 0)
            throw new LoadException("The server closed the connection.");
        _end += read;
        return read;
    }

    // A socket that has done something asynchronous does not block any more.
    private void BeginTls(IPEndPoint server)
    {
        _socket.Connect(server);
        _tls = new TlsLink(_socket);
    }
}
