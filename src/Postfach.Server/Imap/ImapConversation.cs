using System.Buffers;
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

    // Of reading only: a client that says nothing for too long can still be told so, and what IDLE tells does not put off its end.
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _next;
    private IDuplexPipe _pipe;
    private ImapFrameReader _frames;
    private bool _isWatching;

    public ImapConversation(IDuplexPipe pipe, ImapLimits limits, TimeSpan stallTimeout, TimeProvider time, CancellationToken stopping)
    {
        (_pipe, _stallTimeout, _time) = (pipe, stallTimeout, time);
        _deadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _next = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, stopping);
        _frames = new ImapFrameReader(pipe.Input, limits, GoAhead, BeforeWaitingAsync);
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

    /// <summary>Waits for a line while the caller goes on writing and sending; nothing must be left to be sent when this is called.</summary>
    public async Task<ImapEvent> WatchForLineAsync(TimeSpan timeout)
    {
        _isWatching = true;
        var line = await NextLineAsync(timeout);
        _isWatching = false;
        return line;
    }

    /// <summary>Ends the waiting for a line that nobody wants any more, since writing failed.</summary>
    public async Task StopWatchingAsync(Task line)
    {
        await _deadline.CancelAsync();
        await line;
    }

    /// <summary>Waits for the end of a command whose work has begun: that the server stops is not told here.</summary>
    public Task<ImapEvent> NextEndAsync(TimeSpan timeout) => NextAsync(_frames.ReadLineAsync, timeout, _deadline.Token);

    /// <summary>A message that nobody reads, if it comes, is skipped before the next command.</summary>
    public void ExpectUnread(ImapLiteral literal) => _frames.ExpectUnread(literal);

    /// <summary>An APPEND's message, in pieces; each is good until the next is asked for.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadMessageAsync(ImapLiteral literal)
    {
        await using var pieces = _frames.ReadMessageAsync(literal, _deadline.Token).GetAsyncEnumerator(CancellationToken.None);
        while (await NextPieceAsync(pieces))
            yield return pieces.Current;
    }

    /// <summary>Sends what has been written, once it is much.</summary>
    public ValueTask SendGatheredAsync() => _pipe.Output.UnflushedBytes > MaxGathered ? SendAsync() : default;

    /// <summary>Sends what has been written; waits while the client does not read.</summary>
    /// <exception cref="IOException">The client reads no more, or not fast enough.</exception>
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
        _frames = new ImapFrameReader(pipe.Input, _frames.Limits, GoAhead, BeforeWaitingAsync);
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
            var frame = await read(ct);
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

    private async ValueTask FlushAsync()
    {
        var flushing = _pipe.Output.FlushAsync(CancellationToken.None);

        // Only a client that does not read needs a timer.
        using var timer = flushing.IsCompleted ? null : _time.CreateTimer(_ => _pipe.Output.CancelPendingFlush(), null, _stallTimeout, Timeout.InfiniteTimeSpan);
        var sent = await flushing;
        if (sent.IsCompleted || sent.IsCanceled)
            throw new IOException("The client does not read any more");
    }

    private void GoAhead() => Output.Write("+ OK\r\n"u8);

    private ValueTask BeforeWaitingAsync() => _isWatching ? default : SendAsync();

    private async ValueTask<bool> NextPieceAsync(IAsyncEnumerator<ReadOnlyMemory<byte>> pieces)
    {
        try
        {
            _deadline.CancelAfter(_stallTimeout);
            var some = await pieces.MoveNextAsync();
            _deadline.CancelAfter(Timeout.InfiniteTimeSpan);
            return some;
        }
        catch (OperationCanceledException e) when (_deadline.IsCancellationRequested)
        {
            IsBroken = true;
            throw new IOException("The client does not send the message it began", e);
        }
        catch
        {
            IsBroken = true;
            throw;
        }
    }
}
