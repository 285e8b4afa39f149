using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Postfach.Mail;
using Postfach.Server.Connections;

namespace Postfach.Server.Tests;

/// <summary>A connection in memory: its server's side is an <see cref="IClientConnection"/>, its client's side says lines and hears lines.</summary>
public sealed class LineTestConnection : IClientConnection
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly Pipe _toServer = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
    private readonly Pipe _toClient = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));

    public LineTestConnection(int number, bool mayLogIn)
    {
        (Id, MayLogIn) = ($"test-{number}", mayLogIn);
        Transport = new DuplexPipe(_toServer.Reader, _toClient.Writer);
    }

    public string Id { get; }

    public string Peer => "127.0.0.1";

    public IDuplexPipe Transport { get; }

    public bool IsEncrypted => false;

    public bool MayLogIn { get; }

    public CancellationToken Closed => CancellationToken.None;

    public Task Session { get; set; } = Task.CompletedTask;

    public Task StartTlsAsync(CancellationToken ct) => throw new IOException("There is no TLS in a test without sockets.");

    public bool TryEnter(UserName user) => true;

    public async Task SayAsync(string text, TranscriptMode mode)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        foreach (var piece in Pieces(bytes, mode))
            await _toServer.Writer.WriteAsync(piece);
    }

    /// <summary>The next line that the server says, without its end; null when it says no more.</summary>
    public async Task<string?> HearAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            var read = await _toClient.Reader.ReadAsync(deadline.Token);
            if (TakeLine(read.Buffer) is var (line, next))
            {
                _toClient.Reader.AdvanceTo(next);
                return line;
            }

            var rest = read.IsCompleted ? Encoding.Latin1.GetString(read.Buffer) : "";
            _toClient.Reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
                return rest.Length == 0 ? null : rest + " (without CRLF)";
        }
    }

    /// <summary>The client goes away.</summary>
    public async Task CloseAsync()
    {
        await _toServer.Writer.CompleteAsync();
        await Session.WaitAsync(Deadline);
    }

    /// <summary>The server's side has ended.</summary>
    public ValueTask EndAsync() => _toClient.Writer.CompleteAsync();

    private static (string Line, SequencePosition Next)? TakeLine(ReadOnlySequence<byte> bytes)
    {
        var reader = new SequenceReader<byte>(bytes);
        return reader.TryReadTo(out ReadOnlySequence<byte> line, "\r\n"u8) ? (Encoding.Latin1.GetString(line), reader.Position) : null;
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
                _ => i == bytes.Length - 1,
            };
            if (!cut && i < bytes.Length - 1)
                continue;
            yield return bytes.AsMemory(start, i + 1 - start);
            start = i + 1;
        }
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
