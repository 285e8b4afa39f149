using System.IO.Pipelines;
using System.Text;
using Postfach.Protocol.Lines;
using Postfach.Protocol.Pop3;

namespace Postfach.Retrieval;

/// <summary>One connection to a POP3 server: commands out, replies in. What it means is its user's. One caller at a time.</summary>
internal sealed class Pop3Client : IAsyncDisposable
{
    // Replies are short; some servers tell stories in them.
    private const int MaxLine = 16 << 10;

    private static readonly StreamPipeReaderOptions Large = new(bufferSize: 128 << 10, leaveOpen: true);

    private Stream _stream;
    private PipeReader _input;
    private LineFrameReader _lines;

    public Pop3Client(Stream stream)
    {
        _stream = stream;
        _input = PipeReader.Create(stream, Large);
        _lines = new LineFrameReader(_input, LineEnding.Lf, MaxLine);
    }

    /// <summary>Goes on inside TLS.</summary>
    /// <exception cref="ProviderException">The handshake failed; or something was sent in clear text behind the reply, which may be anybody's.</exception>
    public async Task SecureAsync(Func<Stream, Task<Stream>> secure)
    {
        if (_input.TryRead(out var early) && !early.Buffer.IsEmpty)
            throw new ProviderException(ProviderFault.Security, "Something came in clear text behind the answer to STLS: somebody may have put it there.");
        await _input.CompleteAsync();
        _stream = await secure(_stream);
        _input = PipeReader.Create(_stream, Large);
        _lines = new LineFrameReader(_input, LineEnding.Lf, MaxLine);
    }

    /// <summary>Sends commands, each without its CRLF.</summary>
    public async Task SendAsync(IEnumerable<string> commands, CancellationToken ct)
    {
        var text = new StringBuilder();
        foreach (var command in commands)
            text.Append(command).Append("\r\n");
        await GuardAsync(async () => await _stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), ct));
        await GuardAsync(() => _stream.FlushAsync(ct));
    }

    public async Task<Pop3Response> AskAsync(string command, CancellationToken ct)
    {
        await SendAsync([command], ct);
        return await ReadAsync(ct);
    }

    public async Task<Pop3Response> ReadAsync(CancellationToken ct)
    {
        var line = await ReadLineAsync(ct);
        return Pop3Response.TryRead(line.Span, out var response) ? response : throw NotPop3(line.Span);
    }

    /// <summary>A line without its ending; good until the next read.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadLineAsync(CancellationToken ct)
    {
        var frame = await GuardAsync(async () => await _lines.ReadAsync(ct));
        return frame.Kind switch
        {
            LineFrameKind.Line => frame.Line,
            LineFrameKind.TooLong => throw new ProviderException(ProviderFault.Protocol, "The provider sent a reply that is longer than any may be."),
            _ => throw Ended(null),
        };
    }

    /// <summary>Gives the pieces of a multi-line reply to somebody; its first line has been read. RFC 1939 §3.</summary>
    public async Task ReadBodyAsync(Func<ReadOnlyMemory<byte>, ValueTask> take, CancellationToken ct)
    {
        var pieces = DotTerminatedReader.ReadAsync(_input, LineEnding.CrLf, ct).GetAsyncEnumerator(ct);
        await using (pieces)
        {
            while (await GuardAsync(async () => await pieces.MoveNextAsync()))
                await take(pieces.Current);
        }
    }

    /// <summary>Gives the lines of a multi-line reply to somebody.</summary>
    public async Task ReadListAsync(Action<ReadOnlySpan<byte>> take, CancellationToken ct)
    {
        while (true)
        {
            var line = await ReadLineAsync(ct);
            if (line.Span is [(byte)'.'])
                return;
            take(line.Span is [(byte)'.', ..] ? line.Span[1..] : line.Span);
        }
    }

    /// <summary>Waits until the server closes the connection, for as long as it may take. What it sends till then, and how the wait ends, means nothing.</summary>
    public async Task WaitForCloseAsync(TimeSpan atMost, TimeProvider time, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            while (await _input.ReadAsync(either.Token) is { IsCompleted: false } read)
                _input.AdvanceTo(read.Buffer.End);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException or ProviderException)
        {
            // Only the connection's end was left.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _input.CompleteAsync();
        await _stream.DisposeAsync();
    }

    private static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw Ended(e);
        }
    }

    private static Task<bool> GuardAsync(Func<Task> work) => GuardAsync(async () =>
    {
        await work();
        return true;
    });

    private static ProviderException Ended(Exception? why) => new(ProviderFault.Broken, "The connection to the provider ended.", why);

    private static ProviderException NotPop3(ReadOnlySpan<byte> line) =>
        new(ProviderFault.Protocol, $"The provider does not speak POP3: it said '{Encoding.Latin1.GetString(line[..Math.Min(line.Length, 80)])}'.");
}
