using System.Buffers;
using System.IO.Pipelines;
using Postfach.Protocol.Lines;

namespace Postfach.Server.Connections;

/// <summary>
/// Command lines in, replies out, each with a deadline. What is written goes out when the client has nothing more for us to read, so that replies to
/// pipelined commands share a packet, and when much has gathered. Not thread-safe.
/// </summary>
internal sealed class LineConversation : IDisposable
{
    /// <summary>Bytes that may gather before they are sent: a client cannot make us hold more by asking much at once.</summary>
    private const int MaxGathered = 32 * 1024;

    private readonly LineEnding _ending;
    private readonly int _maxLineLength;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _nextLine;
    private IDuplexPipe _pipe;
    private LineFrameReader _lines;

    public LineConversation(IDuplexPipe pipe, LineEnding ending, int maxLineLength, TimeProvider time, CancellationToken stopping)
    {
        (_pipe, _ending, _maxLineLength) = (pipe, ending, maxLineLength);
        _deadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _nextLine = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, stopping);
        _lines = new LineFrameReader(pipe.Input, ending, maxLineLength);
    }

    public IBufferWriter<byte> Output => _pipe.Output;

    /// <summary>The client took too long, to write or to read; the conversation is over.
    /// What waited has thrown <see cref="OperationCanceledException"/>.</summary>
    public bool HasTimedOut => _deadline.IsCancellationRequested;

    /// <summary>The connection failed; the conversation is over.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Waits for a line. That the server stops is told only here, between commands.</summary>
    public async ValueTask<LineEvent> NextAsync(TimeSpan timeout)
    {
        try
        {
            _deadline.CancelAfter(timeout);
            var reading = _lines.ReadAsync(_nextLine.Token);
            if (!reading.IsCompleted || _pipe.Output.UnflushedBytes > MaxGathered)
                await SendAsync();
            var frame = await reading;
            _deadline.CancelAfter(Timeout.InfiniteTimeSpan);
            return new LineEvent(KindOf(frame.Kind), frame.Line);
        }
        catch (OperationCanceledException) when (_nextLine.IsCancellationRequested && !HasTimedOut)
        {
            return new LineEvent(LineEventKind.Stopping, default);
        }
        catch
        {
            IsBroken = true;
            throw;
        }
    }

    /// <summary>Takes a multi-line body from the client; what else there is about it as in <see cref="DotTerminatedReader"/>.</summary>
    /// <param name="timeout">For each piece.</param>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadBodyAsync(TimeSpan timeout)
    {
        await using var pieces = DotTerminatedReader.ReadAsync(_pipe.Input, LineEnding.CrLf, _deadline.Token).GetAsyncEnumerator(CancellationToken.None);
        while (await WithDeadlineAsync(pieces.MoveNextAsync(), timeout))
            yield return pieces.Current;
    }

    /// <summary>Takes so many bytes from the client; each piece is good until the next is asked for.</summary>
    /// <param name="timeout">For each piece.</param>
    /// <exception cref="EndOfStreamException">The input ended before them.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadExactlyAsync(long count, TimeSpan timeout)
    {
        while (count > 0)
        {
            if (!_pipe.Input.TryRead(out var read))
            {
                await SendAsync(timeout);
                read = await WithDeadlineAsync(_pipe.Input.ReadAsync(_deadline.Token), timeout);
            }

            var taken = read.Buffer.Slice(0, Math.Min(count, read.Buffer.Length));
            try
            {
                foreach (var piece in taken)
                    yield return piece;
            }
            finally
            {
                count -= taken.Length;
                _pipe.Input.AdvanceTo(taken.End);
            }

            IsBroken = read.IsCompleted && taken.IsEmpty;
            if (IsBroken)
                throw new EndOfStreamException("The connection ended inside a message.");
        }
    }

    /// <summary>Sends what has been written, once it is much.</summary>
    public ValueTask SendGatheredAsync(TimeSpan timeout) => _pipe.Output.UnflushedBytes > MaxGathered ? SendAsync(timeout) : default;

    /// <summary>Sends what has been written; waits while the client does not read.</summary>
    public async ValueTask SendAsync(TimeSpan timeout)
    {
        _deadline.CancelAfter(timeout);
        try
        {
            await SendAsync();
            _deadline.CancelAfter(Timeout.InfiniteTimeSpan);
        }
        catch
        {
            IsBroken = true;
            throw;
        }
    }

    /// <summary>Throws away what came in clear text before TLS was spoken: anybody on the way may have put it there. RFC 3207 §6.</summary>
    public void DropInput()
    {
        while (_pipe.Input.TryRead(out var read))
        {
            _pipe.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return;
        }
    }

    /// <summary>Goes on in TLS; no byte of the clear text counts any more. Where no handshake comes about, the conversation is over.</summary>
    /// <exception cref="IOException">No handshake came about.</exception>
    public async Task StartTlsAsync(IClientConnection connection, CancellationToken ct)
    {
        // Until it is there: who asked for TLS must not be answered in clear text, nor what somebody else says in its place.
        IsBroken = true;
        await connection.StartTlsAsync(ct);
        IsBroken = false;
        _pipe = connection.Transport;
        _lines = new LineFrameReader(_pipe.Input, _ending, _maxLineLength);
    }

    public void Dispose()
    {
        _nextLine.Dispose();
        _deadline.Dispose();
    }

    private static LineEventKind KindOf(LineFrameKind kind) => kind switch
    {
        LineFrameKind.Line => LineEventKind.Line,
        LineFrameKind.TooLong => LineEventKind.TooLong,
        _ => LineEventKind.Ended,
    };

    private async ValueTask SendAsync()
    {
        var sent = await _pipe.Output.FlushAsync(_deadline.Token);
        if (sent.IsCompleted)
            throw new IOException("The client does not read any more.");
    }

    private async ValueTask<T> WithDeadlineAsync<T>(ValueTask<T> reading, TimeSpan timeout)
    {
        try
        {
            _deadline.CancelAfter(timeout);
            var some = await reading;
            _deadline.CancelAfter(Timeout.InfiniteTimeSpan);
            return some;
        }
        catch
        {
            IsBroken = true;
            throw;
        }
    }
}
