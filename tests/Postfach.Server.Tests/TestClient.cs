using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Postfach.Server.Tests;

/// <summary>The client's end of a connection to a session that runs. Text is Latin-1: a character a byte.</summary>
internal sealed class TestClient
{
    // Only a guard: nothing waits for it unless the server is at fault.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly TestConnection _connection;
    private Wire _wire;

    public TestClient(TestConnection connection, Func<TestConnection, Task> serve)
    {
        (_connection, _wire) = (connection, connection.Wire);
        Session = Task.Run(async () =>
        {
            try
            {
                await serve(connection);
            }
            finally
            {
                connection.Wire.CloseServerSide();
            }
        });
    }

    /// <summary>Ends when the server has ended the session; with what the session threw.</summary>
    public Task Session { get; }

    /// <summary>What <see cref="UnreadAsync"/> found.</summary>
    public long Unread { get; private set; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task SayAsync(ReadOnlyMemory<byte> bytes) => await _wire.ClientWrites.WriteAsync(bytes, Ct);

    public async Task SayAsync(string text, TranscriptMode mode = TranscriptMode.Whole)
    {
        foreach (var piece in Pieces(Encoding.Latin1.GetBytes(text), mode))
            await SayAsync(piece);
    }

    /// <summary>The next line without its CRLF; null when the server has closed.</summary>
    public async Task<string?> HearAsync()
    {
        while (true)
        {
            var read = await ReadAsync();
            if (CrLfIn(read.Buffer) is { } end)
            {
                var line = Encoding.Latin1.GetString(read.Buffer.Slice(0, end));
                _wire.ClientReads.AdvanceTo(read.Buffer.GetPosition(2, end));
                return line;
            }

            var rest = Encoding.Latin1.GetString(read.Buffer);
            _wire.ClientReads.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
                return rest.Length == 0 ? null : rest + " (without CRLF)";
        }
    }

    /// <summary>All lines up to one that begins so, that one included.</summary>
    public async Task<string> HearUpToAsync(string beginning)
    {
        while (await HearAsync() is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
                return line;
        }

        throw new EndOfStreamException($"The server closed before {beginning}");
    }

    public async Task<byte[]> HearBytesAsync(int count)
    {
        var read = await _wire.ClientReads.ReadAtLeastAsync(count, Ct).AsTask().WaitAsync(Deadline, Ct);
        var bytes = read.Buffer.Slice(0, Math.Min(count, read.Buffer.Length)).ToArray();
        _wire.ClientReads.AdvanceTo(read.Buffer.GetPosition(bytes.Length));
        return bytes;
    }

    /// <summary>Waits until so many bytes are there to be read, and leaves them there.</summary>
    public async Task UnreadAsync(int count)
    {
        for (Unread = 0; Unread < count;)
        {
            var read = await ReadAsync();
            Unread = read.Buffer.Length;
            _wire.ClientReads.AdvanceTo(read.Buffer.Start, Unread < count ? read.Buffer.End : read.Buffer.Start);
        }
    }

    /// <summary>Goes on in TLS once the server does.</summary>
    public async Task StartTlsAsync()
    {
        await _connection.Secured.WaitAsync(Deadline, Ct);
        _wire = _connection.Wire;
    }

    /// <summary>The server has dealt with all that was said, and waits.</summary>
    public async Task QuietAsync()
    {
        while (!Session.IsCompleted && !_wire.ServerReads.Waits.IsCompleted)
            await Task.WhenAny(Session, _wire.ServerReads.Waits).WaitAsync(Deadline, Ct);
    }

    /// <summary>From the next command on, its cancellation is what the transport tells when the client has gone.</summary>
    public CancellationToken Closed
    {
        set => _connection.Closed = value;
    }

    /// <summary>Goes away, and waits until the server has noticed.</summary>
    public async Task CloseAsync()
    {
        await _wire.ClientWrites.CompleteAsync();
        await Task.WhenAny(Session).WaitAsync(Deadline, Ct);
    }

    private static SequencePosition? CrLfIn(in ReadOnlySequence<byte> bytes)
    {
        var reader = new SequenceReader<byte>(bytes);
        return reader.TryReadTo(out ReadOnlySequence<byte> line, "\r\n"u8) ? line.End : null;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(byte[] bytes, TranscriptMode mode)
    {
        var start = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var cut = mode switch
            {
                TranscriptMode.Bytewise => true,
                TranscriptMode.SplitAtLineEnds => bytes[i] == '\r',
                _ => false,
            };
            if (!cut && i < bytes.Length - 1)
                continue;
            yield return bytes.AsMemory(start, i + 1 - start);
            start = i + 1;
        }
    }

    private Task<ReadResult> ReadAsync() => _wire.ClientReads.ReadAsync(Ct).AsTask().WaitAsync(Deadline, Ct);
}
