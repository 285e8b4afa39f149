using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Postfach.Protocol.Imap.Requests;

namespace Postfach.Protocol.Imap;

/// <summary>
/// Collects one command after the other: its lines and its small literals, in one piece of memory. A message that APPEND brings is not collected: the
/// frame ends before it, and <see cref="ReadMessageAsync"/> hands it on as it comes. What of it nobody reads is skipped with the rest of its command.
/// One conversation uses it; not thread-safe.
/// </summary>
/// <param name="goAhead">Writes a continuation request, so that the client sends its literal. RFC 9051 §7.6.</param>
/// <param name="beforeWaiting">Sends what has been written, since the client may be waiting for it. Reading goes on when that is done.</param>
public sealed class ImapFrameReader(PipeReader input, ImapLimits limits, Action goAhead, Func<ValueTask> beforeWaiting)
{
    private const int SmallestBuffer = 256;

    private byte[] _buffer = [];
    private int _length;
    private int _lineStart;
    private LineTail? _tail;
    private long _messageLeft;
    private bool _isBehindMessage;
    private bool _wasWanted;

    /// <summary>May change between reads.</summary>
    public ImapLimits Limits { get; set; } = limits;

    /// <summary>The next command. What was left of the one before is skipped first.</summary>
    public async ValueTask<ImapFrame> ReadAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Clear();
        if (_isBehindMessage)
        {
            var skipped = await SkipCommandAsync(ct);
            if (skipped != ImapFrameKind.Complete)
                return Frame(skipped);
        }

        for (var literals = 0; ; literals++)
        {
            var line = await ReadLinePartAsync(ct);
            if (line != ImapFrameKind.Complete || !ImapLiteral.TryReadAtEnd(_buffer.AsSpan(_lineStart, _length - _lineStart), out var literal))
                return Frame(line);

            // An APPEND has one literal before its message at most: the mailbox's name. Commands with many are not looked at each time.
            if (literals <= 1 && AppendRequest.EndsBeforeMessage(_buffer.AsSpan(0, _length)))
                return MessageFrame(literal);
            if (literal.Length > Limits.Literal || _length + literal.Length > Limits.Command)
                return Frame(literal.Waits ? ImapFrameKind.LiteralTooBig : ImapFrameKind.LiteralTooBigOnTheWay);
            if (literal.Waits)
                goAhead();
            if (!await ReadLiteralAsync((int)literal.Length, ct))
                return Frame(ImapFrameKind.Ended);
        }
    }

    /// <summary>The next line, whatever it says: an answer to a challenge, DONE, what follows an APPEND's message.</summary>
    public async ValueTask<ImapFrame> ReadLineAsync(CancellationToken ct)
    {
        Clear();
        if (_messageLeft > 0 && !await SkipMessageAsync(ct))
            return Frame(ImapFrameKind.Ended);
        _isBehindMessage = false;
        return Frame(await ReadLinePartAsync(ct));
    }

    /// <summary>A message that nobody reads, if it comes, is skipped before the next command.</summary>
    public void ExpectUnread(ImapLiteral literal)
    {
        // RFC 7888 §4: it comes, wanted or not.
        if (!literal.Waits)
            (_messageLeft, _isBehindMessage, _wasWanted) = (literal.Length, true, false);
    }

    /// <summary>An APPEND's message, in pieces; each is good until the next is asked for.</summary>
    /// <exception cref="EndOfStreamException">The client went away in its middle.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadMessageAsync(ImapLiteral literal, [EnumeratorCancellation] CancellationToken ct)
    {
        if (literal.Waits)
            goAhead();
        (_messageLeft, _isBehindMessage, _wasWanted) = (literal.Length, true, true);
        while (_messageLeft > 0)
        {
            var read = await ReceiveAsync(ct);
            var piece = read.Buffer.Slice(0, Math.Min(_messageLeft, read.Buffer.Length));
            try
            {
                foreach (var memory in piece)
                    yield return memory;
            }
            finally
            {
                // Also where the reader of the message gave up: what it has not seen counts as read.
                _messageLeft -= piece.Length;
                input.AdvanceTo(piece.End);
            }

            if (read.IsCompleted && _messageLeft > 0 && piece.IsEmpty)
                throw new EndOfStreamException("The client went away in the middle of a message.");
        }
    }

    private ValueTask<ReadResult> ReceiveAsync(CancellationToken ct) => input.TryRead(out var read) ? new(read) : WaitAsync(ct);

    private async ValueTask<ReadResult> WaitAsync(CancellationToken ct)
    {
        await beforeWaiting();
        return await input.ReadAsync(ct);
    }

    private ImapFrame Frame(ImapFrameKind kind) => new(kind, _buffer.AsMemory(0, _length));

    private ImapFrame MessageFrame(ImapLiteral literal)
    {
        ExpectUnread(literal);
        return Frame(ImapFrameKind.Message) with { Literal = literal };
    }

    /// <summary>Reads past the rest of a command whose message nobody read to its end.</summary>
    private async ValueTask<ImapFrameKind> SkipCommandAsync(CancellationToken ct)
    {
        // Whoever asked for a message and then could not take it asked for no more than it would have taken.
        if (!_wasWanted && _messageLeft > Limits.Skipped)
            return ImapFrameKind.LiteralTooBigOnTheWay;
        if (!await SkipMessageAsync(ct))
            return ImapFrameKind.Ended;
        _isBehindMessage = false;
        var line = await ReadLinePartAsync(ct);
        if (line is not (ImapFrameKind.Complete or ImapFrameKind.LineTooLong))
            return line;

        // Another message may follow (MULTIAPPEND). Its client has been refused and will not send it, unless it does not wait.
        var isOver = !ImapLiteral.TryReadAtEnd(_buffer.AsSpan(_lineStart, _length - _lineStart), out var literal) || literal.Waits;
        Clear();
        return isOver ? ImapFrameKind.Complete : ImapFrameKind.LiteralTooBigOnTheWay;
    }

    private async ValueTask<bool> SkipMessageAsync(CancellationToken ct)
    {
        while (_messageLeft > 0)
        {
            var read = await ReceiveAsync(ct);
            var piece = read.Buffer.Slice(0, Math.Min(_messageLeft, read.Buffer.Length));
            _messageLeft -= piece.Length;
            input.AdvanceTo(piece.End);
            if (read.IsCompleted && _messageLeft > 0 && piece.IsEmpty)
                return false;
        }

        return true;
    }

    /// <summary>Adds bytes up to the end of a line, without that end.</summary>
    private async ValueTask<ImapFrameKind> ReadLinePartAsync(CancellationToken ct)
    {
        (_lineStart, _tail) = (_length, null);
        while (true)
        {
            var read = await ReceiveAsync(ct);
            var buffer = read.Buffer;

            // RFC 9051 §2.2: lines end with CRLF. A bare LF ends one here as well: who types by hand sends it, and no command can contain one.
            var end = buffer.PositionOf((byte)'\n');
            AddToLine(buffer.Slice(0, end ?? buffer.End));
            input.AdvanceTo(end is { } lineFeed ? buffer.GetPosition(1, lineFeed) : buffer.End);
            if (end is not null)
                return EndLine();
            if (read.IsCompleted)
                return ImapFrameKind.Ended;
        }
    }

    private void AddToLine(in ReadOnlySequence<byte> part)
    {
        var room = Math.Max(0, Math.Min(Limits.Line - (_length - _lineStart), Limits.Command - _length));
        if (_tail is null && part.Length > room)
        {
            _tail = new LineTail();
            _tail.Add(new ReadOnlySequence<byte>(_buffer, _lineStart, _length - _lineStart));
            Add(part.Slice(0, room));
        }

        if (_tail is null)
            Add(part);
        else
            _tail.Add(part);
    }

    private ImapFrameKind EndLine()
    {
        if (_tail is null)
        {
            if (_length > _lineStart && _buffer[_length - 1] == '\r')
                _length--;
            return ImapFrameKind.Complete;
        }

        return ImapLiteral.TryReadAtEnd(_tail.Bytes, out var literal) && !literal.Waits
            ? ImapFrameKind.LiteralTooBigOnTheWay
            : ImapFrameKind.LineTooLong;
    }

    private async ValueTask<bool> ReadLiteralAsync(int length, CancellationToken ct)
    {
        // The line's end belongs to the literal's head. RFC 9051 §9: literal = "{" number64 ["+"] "}" CRLF *CHAR8.
        Add(new ReadOnlySequence<byte>("\r\n"u8.ToArray()));
        while (length > 0)
        {
            var read = await ReceiveAsync(ct);
            var part = read.Buffer.Slice(0, Math.Min(length, read.Buffer.Length));
            Add(part);
            length -= (int)part.Length;
            input.AdvanceTo(part.End);
            if (read.IsCompleted && length > 0 && part.IsEmpty)
                return false;
        }

        return true;
    }

    private void Add(in ReadOnlySequence<byte> bytes)
    {
        var needed = _length + (int)bytes.Length;
        if (needed > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(SmallestBuffer, needed), _buffer.Length * 2));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            Return();
            _buffer = larger;
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length = needed;
    }

    /// <summary>An idle connection holds no buffer.</summary>
    private void Clear()
    {
        Return();
        (_buffer, _length) = ([], 0);
    }

    private void Return()
    {
        // A log-in may have been in it.
        _buffer.AsSpan(0, _length).Clear();
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
    }
}
