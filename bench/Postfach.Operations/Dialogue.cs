using System.Buffers;
using System.Text;
using Postfach.Server.Connections;

namespace Postfach.Operations;

/// <summary>
/// A client that takes turns with a session: it says all of its turn, hears all of the answer, and lets the server wait for the next one. It allocates nothing
/// of its own but what waiting takes. Not thread-safe.
/// </summary>
internal sealed class Dialogue
{
    /// <summary>More than the last line of any answer has.</summary>
    private const int TailBytes = 1024;

    private readonly MemoryConnection _connection = new();
    private readonly byte[] _tail = new byte[TailBytes];
    private readonly Task _session;

    public Dialogue(Func<IClientConnection, CancellationToken, Task> serve) => _session = ServeAsync(serve);

    /// <exception cref="InvalidOperationException">The answer is another than the one that is wanted.</exception>
    /// <exception cref="EndOfStreamException">The server closed the connection.</exception>
    public async ValueTask TakeAsync(Turn turn)
    {
        await _connection.ClientWrites.WriteAsync(turn.Words);
        await HearAsync(turn);
    }

    /// <summary>The answer alone: what it answers has been said.</summary>
    public async ValueTask HearAsync(Turn turn)
    {
        while (true)
        {
            var read = await _connection.ClientReads.ReadAsync();
            if (IsWhole(read.Buffer, turn))
            {
                _connection.ClientReads.AdvanceTo(read.Buffer.End);
                await _connection.ServerReads.WaitsAsync();
                return;
            }

            if (read.IsCompleted)
                throw new EndOfStreamException($"The server closed after {Encoding.Latin1.GetString(read.Buffer)}");
            _connection.ClientReads.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>The client goes away; ends when the session has.</summary>
    public async Task CloseAsync()
    {
        await _connection.ClientWrites.CompleteAsync();
        await _session;
    }

    private bool IsWhole(in ReadOnlySequence<byte> answer, Turn turn)
    {
        var tail = _tail.AsSpan(0, (int)Math.Min(TailBytes, answer.Length));
        answer.Slice(answer.Length - tail.Length).CopyTo(tail);
        if (!tail.EndsWith("\r\n"u8))
            return false;
        var line = tail[..^2];
        line = line[(line.LastIndexOf((byte)'\n') + 1)..];
        if (!turn.IsEnd(line))
            return false;
        if (!line.StartsWith(turn.Good) || answer.Length < turn.AtLeast)
            throw new InvalidOperationException($"{answer.Length} bytes came, the last of them {Encoding.Latin1.GetString(line)}");
        return true;
    }

    private async Task ServeAsync(Func<IClientConnection, CancellationToken, Task> serve)
    {
        try
        {
            await serve(_connection, CancellationToken.None);
        }
        finally
        {
            // As a listener does: the client hears that the session is over.
            await _connection.Transport.Input.CompleteAsync();
            await _connection.Transport.Output.CompleteAsync();
        }
    }
}
