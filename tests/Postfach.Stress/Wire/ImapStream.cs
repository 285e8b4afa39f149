using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Postfach.Stress.Wire;

/// <summary>
/// A connection that reads whole lines with their literals, can give up waiting without losing a byte, and remembers its last lines. Both ends of
/// IMAP can use it. Not thread-safe.
/// </summary>
internal sealed class ImapStream(TcpClient client) : IAsyncDisposable
{
    private const int LogLines = 80;
    private const int LongestLogLine = 400;

    private readonly NetworkStream _stream = client.GetStream();
    private readonly Queue<string> _log = new();
    private byte[] _buffer = new byte[32 << 10];
    private int _start;
    private int _end;
    private Task<int>? _reading;

    public IReadOnlyCollection<string> Log => _log;

    /// <exception cref="IOException">Nobody listens there.</exception>
    public static async Task<ImapStream> ConnectAsync(IPEndPoint server, CancellationToken ct)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(server, ct);
            return new ImapStream(client);
        }
        catch (SocketException e)
        {
            client.Dispose();
            throw new IOException(e.Message, e);
        }
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        NoteLines(bytes.Span);
        await _stream.WriteAsync(bytes, ct);
    }

    public Task SendAsync(string text, CancellationToken ct) => SendAsync(Encoding.Latin1.GetBytes(text), ct);

    /// <summary>One line with its literals and without its end; null: none came in time.</summary>
    /// <exception cref="EndOfStreamException">The other end has closed.</exception>
    public async ValueTask<byte[]?> ReadAsync(TimeSpan patience, CancellationToken ct)
    {
        var scanned = 0;
        while (true)
        {
            if (TryFindEnd(ref scanned) is { } length)
                return Take(length);
            if (!await FillAsync(patience, ct))
                return null;
        }
    }

    /// <summary>A line that is here already.</summary>
    public byte[]? TakeReceived()
    {
        var scanned = 0;
        return TryFindEnd(ref scanned) is { } length ? Take(length) : null;
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return default;
    }

    private int? TryFindEnd(ref int scanned)
    {
        while (true)
        {
            if (scanned > _end - _start)
                return null;
            var unread = _buffer.AsSpan(_start, _end - _start);
            var end = unread[scanned..].IndexOf("\r\n"u8);
            if (end < 0)
                return null;
            end += scanned;
            if (LiteralLength(unread[scanned..end]) is not { } literal)
                return end;
            scanned = end + 2 + literal;
        }
    }

    private static int? LiteralLength(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty || line[^1] != '}')
            return null;
        var digits = line[(line.LastIndexOf((byte)'{') + 1)..^1].TrimEnd((byte)'+');
        return int.TryParse(digits, CultureInfo.InvariantCulture, out var length) ? length : null;
    }

    private byte[] Take(int length)
    {
        var line = _buffer.AsSpan(_start, length).ToArray();
        _start += length + 2;
        Note("S: ", Encoding.Latin1.GetString(line).Replace("\r\n", "⏎", StringComparison.Ordinal));
        return line;
    }

    // A read that was not waited for to its end goes on, and is the next one.
    private async ValueTask<bool> FillAsync(TimeSpan patience, CancellationToken ct)
    {
        _reading ??= BeginRead(ct);
        try
        {
            var read = await _reading.WaitAsync(patience, ct);
            _reading = null;
            if (read == 0)
                throw new EndOfStreamException("The server closed the connection");
            _end += read;
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private Task<int> BeginRead(CancellationToken ct)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        return _stream.ReadAsync(_buffer.AsMemory(_end), ct).AsTask();
    }

    private void NoteLines(ReadOnlySpan<byte> sent)
    {
        for (var end = sent.IndexOf("\r\n"u8); end >= 0; end = sent.IndexOf("\r\n"u8))
        {
            if (end > 0)
                Note("C: ", Encoding.Latin1.GetString(sent[..end]));
            sent = sent[(end + 2 + (LiteralLength(sent[..end]) ?? 0))..];
        }
    }

    private void Note(string who, string line)
    {
        _log.Enqueue(who + (line.Length > LongestLogLine ? $"{line[..LongestLogLine]}… ({line.Length})" : line));
        if (_log.Count > LogLines)
            _log.Dequeue();
    }
}
