using System.Buffers;
using Postfach.Protocol.Lines;
using Postfach.Protocol.Pop3;
using Postfach.Store;

namespace Postfach.Server.Pop3.Commands;

/// <summary>Sends a message, or its top, piece by piece: memory is one piece, and nothing of the store is held while the client reads.</summary>
internal static class MessageBody
{
    private const int PieceSize = 128 * 1024;

    /// <param name="extent">Where to stop; null for the whole message.</param>
    public static ValueTask SendAsync(Pop3Session session, Message message, Pop3Reply.Ok reply, TopExtent? extent)
    {
        if (extent is not null || session.ReadAhead.Take(message) is not { } whole)
            return SendPiecesAsync(session, message, reply, extent);
        session.BeginBody(reply);
        var writer = NewWriter(session);
        writer.Write(whole.Span);
        writer.Complete();
        session.EndBody();
        return default;
    }

    private static async ValueTask SendPiecesAsync(Pop3Session session, Message message, Pop3Reply.Ok reply, TopExtent? extent)
    {
        var bodies = session.Account.Bodies;
        var piece = new ArrayBufferWriter<byte>(Math.Max(1, (int)Math.Min(message.Size, PieceSize)));

        // The first piece comes before the reply, so that a message that cannot be read is told by -ERR.
        ReadPiece(bodies, message, 0, piece);
        session.BeginBody(reply);

        var writer = NewWriter(session);
        for (long offset = piece.WrittenCount; ; offset += piece.WrittenCount)
        {
            writer.Write(extent is null ? piece.WrittenSpan : piece.WrittenSpan[..extent.Take(piece.WrittenSpan)]);
            if (offset >= message.Size || extent is { IsReached: true })
                break;
            await session.SendGatheredAsync();
            ReadPiece(bodies, message, offset, piece);
        }

        writer.Complete();
        session.EndBody();
    }

    // RFC 1939 §3 stuffs what follows a CRLF. Most clients take a bare LF for a line's end too: unstuffed, "LF . CRLF" would end the
    // message for them in its middle. A client that is exact sees one dot more on such a line, which does no harm.
    private static DotStuffedWriter NewWriter(Pop3Session session) => new(session.Output, LineEnding.Lf);

    private static void ReadPiece(BodyReader bodies, in Message message, long offset, ArrayBufferWriter<byte> piece)
    {
        piece.ResetWrittenCount();
        bodies.WriteBytes(message.Body, offset, Math.Min(PieceSize, message.Size - offset), piece);
    }
}
