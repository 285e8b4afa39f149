using System.Buffers;
using Postfach.Mail;
using Postfach.Mime;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary>A part of a message without its transfer encoding, piece by piece: memory does not grow with the part. RFC 9051 §6.4.5.2.</summary>
internal sealed class DecodedPart(BodyReader bodies, BodyId body, ContentEncoding encoding, ByteRange range)
{
    private const int PieceBytes = 128 << 10;

    private readonly ArrayBufferWriter<byte> _coded = new();
    private readonly ArrayBufferWriter<byte> _decoded = new();
    private TransferDecoder _decoder = new(encoding);
    private long _read;

    /// <summary>How many bytes there are, and whether one of those from <paramref name="offset"/> on is a NUL. Reads all of the part.</summary>
    public (long Length, bool HasNul) Measure(long offset, long count)
    {
        long length = 0;
        var hasNul = false;
        for (ReadOnlyMemory<byte> piece; !(piece = Next()).IsEmpty || !IsOver;)
        {
            hasNul |= Cut(piece, length, offset, count).Span.Contains((byte)0);
            length += piece.Length;
        }

        (_decoder, _read) = (new TransferDecoder(encoding), 0);
        return (length, hasNul);
    }

    /// <summary>The decoded bytes from an offset on, in pieces; each is good until the next is asked for.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Read(long offset, long count)
    {
        long at = 0;
        for (ReadOnlyMemory<byte> piece; (!(piece = Next()).IsEmpty || !IsOver) && at < offset + count;)
        {
            var wanted = Cut(piece, at, offset, count);
            if (!wanted.IsEmpty)
                yield return wanted;
            at += piece.Length;
        }
    }

    private bool IsOver => _read == range.Length;

    private ReadOnlyMemory<byte> Next()
    {
        if (IsOver)
            return default;
        var take = Math.Min(PieceBytes, range.Length - _read);
        _coded.ResetWrittenCount();
        bodies.WriteBytes(body, range.Offset + _read, take, _coded);
        _read += take;
        _decoded.ResetWrittenCount();
        _decoder.Write(_coded.WrittenSpan, IsOver, _decoded);
        return _decoded.WrittenMemory;
    }

    /// <summary>What of a piece that begins at <paramref name="at"/> is within the range.</summary>
    private static ReadOnlyMemory<byte> Cut(ReadOnlyMemory<byte> piece, long at, long offset, long count)
    {
        var from = Math.Clamp(offset - at, 0, piece.Length);
        var to = Math.Clamp(offset - at + count, from, piece.Length);
        return piece[(int)from..(int)to];
    }
}
