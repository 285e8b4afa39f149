using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Postfach.Protocol.Imap.Requests;

namespace Postfach.Protocol.Imap;

/// <summary>
/// Collects one command after the other: its lines and its small literals, in one piece of memory. A message that APPEND brings is not collected: the
/// frame ends before it, and <see cref="ReadMessageAsync"/> hands it on as it comes. One conversation uses it; not thread-safe.
/// </summary>
/// <param name="goAhead">Sends a continuation request, so that the client sends its literal. RFC 9051 §7.6.</param>
public sealed class ImapFrameReader(PipeReader input, ImapLimits limits, Func<CancellationToken, ValueTask> goAhead)
{
    private const int SmallestBuffer = 256;

    private byte[] _buffer = [];
    private int _length;
    private int _lineStart;
    private long _messageLeft;

    // A message has been begun: its rest and the end of its command are still to be read.
    private bool _isInMessage;

    /// <summary>May change between reads.</summary>
    public ImapLimits Limits { get; set; } = limits;

    /// <summary>The next command. What was left of a message is skipped first.</summary>
    public ValueTask<ImapFrame> ReadAsync(CancellationToken ct) => ReadAsync(isCommand: true, ct);

    /// <summary>The next line, whatever it says: an answer to a challenge, DONE, what follows an APPEND's message.</summary>
    public ValueTask<ImapFrame> ReadLineAsync(CancellationToken ct) => ReadAsync(isCommand: false, ct);

    /// <summary>An APPEND's message, in pieces; each is good until the next is asked for.</summary>
    /// <exception cref="EndOfStreamException">The client went away in its middle.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadMessageAsync(ImapLiteral literal, [EnumeratorCancellation] CancellationToken ct)
    {
        if (literal.Waits)
            await goAhead(ct);
        (_messageLeft, _isInMessage) = (literal.Length, true);
        while (_messageLeft > 0)
        {
            var read = await input.ReadAsync(ct);
            if (read.Buffer.IsEmpty && read.IsCompleted)
                throw new EndOfStreamException("The client went away in the middle of a message.");
            var piece = read.Buffer.Slice(0, Math.Min(_messageLeft, read.Buffer.Length));
            try
            {
                foreach (var memory in piece)
                    yield return memory;
            }
            finally
            {
                // Also when the reader of the message gives up in its middle.
                _messageLeft -= piece.Length;
                input.AdvanceTo(piece.End);
            }
        }
    }

    /// <summary>Reads past a message that is not wanted but comes all the same.</summary>
    public async ValueTask SkipMessageAsync(ImapLiteral literal, CancellationToken ct)
    {
        await foreach (var piece in ReadMessageAsync(literal with { Waits = false }, ct))
            _ = piece;
    }

    private async ValueTask<ImapFrame> ReadAsync(bool isCommand, CancellationToken ct)
    {
        if (_messageLeft > 0)
            await SkipMessageAsync(new ImapLiteral(_messageLeft, Waits: false), ct);
        if (isCommand && _isInMessage)
            await ReadLinePartAsync(ct);
        _isInMessage = false;
        Clear();
        while (true)
        {
            var kind = await ReadLinePartAsync(ct);
            if (kind != ImapFrameKind.Complete)
                return new ImapFrame(kind, _buffer.AsMemory(0, _length));
            if (!isCommand || !ImapLiteral.TryReadAtEnd(_buffer.AsSpan(_lineStart, _length - _lineStart), out var literal))
                return new ImapFrame(kind, _buffer.AsMemory(0, _length));
            if (AppendRequest.EndsBeforeMessage(_buffer.AsSpan(0, _length)))
                return new ImapFrame(ImapFrameKind.Message, _buffer.AsMemory(0, _length), literal);
            if (literal.Length > Limits.Literal || _length + literal.Length > Limits.Command)
            {
                var tooBig = literal.Waits ? ImapFrameKind.LiteralTooBig : ImapFrameKind.LiteralTooBigOnTheWay;
                return new ImapFrame(tooBig, _buffer.AsMemory(0, _length));
            }

            if (literal.Waits)
                await goAhead(ct);
            if (!await ReadLiteralAsync((int)literal.Length, ct))
                return new ImapFrame(ImapFrameKind.Ended, default);
        }
    }

    /// <summary>Adds bytes up to the end of a line, without that end.</summary>
    private async ValueTask<ImapFrameKind> ReadLinePartAsync(CancellationToken ct)
    {
        _lineStart = _length;
        var isTooLong = false;
        while (true)
        {
            var read = await input.ReadAsync(ct);
            var buffer = read.Buffer;

            // RFC 9051 §2.2: lines end with CRLF. A bare LF ends one here as well: who types by hand sends it, and no command can contain one.
            var end = buffer.PositionOf((byte)'\n');
            var part = buffer.Slice(0, end ?? buffer.End);
            if (_length - _lineStart + part.Length > Limits.Line || _length + part.Length > Limits.Command)
                isTooLong = true;
            else
                Add(part);
            input.AdvanceTo(end is { } lineFeed ? buffer.GetPosition(1, lineFeed) : buffer.End);
            if (end is not null)
            {
                if (_length > _lineStart && _buffer[_length - 1] == '\r')
                    _length--;
                return isTooLong ? ImapFrameKind.LineTooLong : ImapFrameKind.Complete;
            }

            if (read.IsCompleted)
                return ImapFrameKind.Ended;
        }
    }

    private async ValueTask<bool> ReadLiteralAsync(int length, CancellationToken ct)
    {
        // The line's end belongs to the literal's head. RFC 9051 §9: literal = "{" number64 ["+"] "}" CRLF *CHAR8.
        Add(new ReadOnlySequence<byte>("\r\n"u8.ToArray()));
        while (length > 0)
        {
            var read = await input.ReadAsync(ct);
            var part = read.Buffer.Slice(0, Math.Min(length, read.Buffer.Length));
            Add(part);
            length -= (int)part.Length;
            input.AdvanceTo(part.End);
            if (read.IsCompleted && length > 0)
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
            if (_buffer.Length > 0)
                ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length = needed;
    }

    /// <summary>An idle connection holds no buffer.</summary>
    private void Clear()
    {
        // A log-in may have been in it.
        _buffer.AsSpan(0, _length).Clear();
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _length) = ([], 0);
    }
}
