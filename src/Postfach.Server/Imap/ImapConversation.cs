using System.IO.Pipelines;
using Postfach.Protocol.Imap;

namespace Postfach.Server.Imap;

/// <summary>
/// Commands in, answers out, each with a deadline. What is written goes out when the client has nothing more for us to read, so that answers to pipelined
/// commands share a packet, and when much has gathered. Not thread-safe.
/// </summary>
internal sealed class ImapConversation : IDisposable
{
    /// <summary>Bytes that may gather before they are sent: a client cannot make us hold more by asking much at once.</summary>
    private const int MaxGathered = 64 << 10;

    private readonly TimeSpan _stallTimeout;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _next;
    private IDuplexPipe _pipe;
    private ImapFrameReader _frames;

    public ImapConversation(IDuplexPipe pipe, ImapLimits limits, TimeSpan stallTimeout, TimeProvider time, CancellationToken stopping)
    {
        (_pipe, _stallTimeout, _time) = (pipe, stallTimeout, time);
        _deadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _next = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, stopping);
        _frames = new ImapFrameReader(pipe.Input, limits, GoAheadAsync);
    }

    public PipeWriter Output => _pipe.Output;

    public ImapLimits Limits
    {
        set => _frames.Limits = value;
    }

    /// <summary>The connection failed; the conversation is over.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Waits for a command. That the server stops is told only here and in <see cref="NextLineAsync"/>, not in the middle of a command's work.</summary>
    public Task<ImapEvent> NextCommandAsync(TimeSpan timeout) => NextAsync(_frames.ReadAsync, timeout, _next.Token);

    /// <summary>Waits for a line.</summary>
    public Task<ImapEvent> NextLineAsync(TimeSpan timeout) => NextAsync(_frames.ReadLineAsync, timeout, _next.Token);

    /// <summary>Waits for the end of a command whose work has begun: that the server stops is not told here.</summary>
    public Task<ImapEvent> NextEndAsync(TimeSpan timeout) => NextAsync(_frames.ReadLineAsync, timeout, _deadline.Token);

    /// <summary>An APPEND's message, in pieces; each is good until the next is asked for.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadMessageAsync(ImapLiteral literal)
    {
        await using var pieces = _frames.ReadMessageAsync(literal, _deadline.Token).GetAsyncEnumerator(CancellationToken.None);
        while (await WithDeadlineAsync(pieces.MoveNextAsync()))
            yield return pieces.Current;
    }

    /// <summary>Sends what has been written, once it is much.</summary>
    public ValueTask SendGatheredAsync() => _pipe.Output.UnflushedBytes > MaxGathered ? SendAsync() : default;

    /// <summary>Sends what has been written; waits while the client does not read. May be called while a line is awaited.</summary>
    public async ValueTask SendAsync()
    {
        if (_pipe.Output.UnflushedBytes == 0)
            return;
        try
        {
            await FlushAsync();
        }
        catch
        {
            IsBroken = true;
            throw;
        }
    }

    /// <summary>Throws away what came in clear text before TLS was spoken: anybody on the way may have put it there. RFC 9051 §11.3.</summary>
    public void DropInput()
    {
        while (_pipe.Input.TryRead(out var read))
        {
            _pipe.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return;
        }
    }

    /// <summary>Goes on over another pipe; no byte of the old one counts any more.</summary>
    public void Restart(IDuplexPipe pipe)
    {
        _pipe = pipe;
        _frames = new ImapFrameReader(pipe.Input, _frames.Limits, GoAheadAsync);
    }

    public void Dispose()
    {
        _next.Dispose();
        _deadline.Dispose();
    }

    private async Task<ImapEvent> NextAsync(Func<CancellationToken, ValueTask<ImapFrame>> read, TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            _deadline.CancelAfter(timeout);
            var reading = read(ct);
            if (!reading.IsCompleted || _pipe.Output.UnflushedBytes > MaxGathered)
                await FlushAsync();
            var frame = await reading;
            _deadline.CancelAfter(Timeout.InfiniteTimeSpan);
            return new ImapEvent(ImapEventKind.Frame, frame);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return new ImapEvent(_deadline.IsCancellationRequested ? ImapEventKind.TimedOut : ImapEventKind.Stopping, default);
        }
        catch
        {
            IsBroken = true;
            throw;
        }
    }

    private async ValueTask GoAheadAsync(CancellationToken ct)
    {
        System.Buffers.BuffersExtensions.Write(_pipe.Output, "+ OK\r\n"u8);
        await FlushAsync();
    }

    private async ValueTask FlushAsync()
    {
        var flushing = _pipe.Output.FlushAsync(CancellationToken.None);

        // Only a client that does not read needs a timer.
        using var timer = flushing.IsCompleted ? null : _time.CreateTimer(_ => _pipe.Output.CancelPendingFlush(), null, _stallTimeout, Timeout.InfiniteTimeSpan);
        var sent = await flushing;
        if (sent.IsCompleted || sent.IsCanceled)
            throw new IOException("The client does not read any more.");
    }

    private async ValueTask<bool> WithDeadlineAsync(ValueTask<bool> reading)
    {
        try
        {
            _deadline.CancelAfter(_stallTimeout);
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
