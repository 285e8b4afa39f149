using Postfach.Protocol.Lmtp;

namespace Postfach.Server.Lmtp.Commands;

/// <summary>
/// <c>BDAT size [LAST]</c>, in a mail transaction with a recipient: a chunk of the message, whose last ends the transaction. A chunk has one reply,
/// the last has one for each accepted RCPT. RFC 3030 §2, RFC 2033 §4.2.
/// </summary>
internal static class BdatCommand
{
    public static async ValueTask RunAsync(LmtpSession session, LmtpRequest.Bdat request, CancellationToken ct)
    {
        if (session.Transaction is not { Recipients.Count: > 0 } transaction)
        {
            // It comes whether it is wanted or not.
            await foreach (var _ in session.ReadChunkAsync(request.Size))
                continue;
            session.Write(LmtpReply.Enhanced(503, 5, 1, "There is no valid recipient"));
            return;
        }

        var intake = transaction.Intake ?? await transaction.BeginIntakeAsync(session);
        await foreach (var piece in session.ReadChunkAsync(request.Size))
            await intake.WriteAsync(piece);
        if (request.IsLast)
            await session.CommitAsync(intake);
        else
            session.Write(intake.IsTooBig ? MessageIntake.TooBig : LmtpReply.Enhanced(250, 0, 0, $"{request.Size} octets taken"));
    }
}
