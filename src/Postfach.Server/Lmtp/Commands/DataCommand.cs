using Postfach.Protocol.Lmtp;

namespace Postfach.Server.Lmtp.Commands;

/// <summary>
/// <c>DATA</c>, in a mail transaction with a recipient; it ends the transaction. One reply follows for each accepted RCPT, in their order.
/// RFC 2033 §4.2, RFC 5321 §4.1.1.4.
/// </summary>
internal static class DataCommand
{
    public static async ValueTask RunAsync(LmtpSession session, LmtpRequest.Data request, CancellationToken ct)
    {
        if (session.Transaction is not { Recipients.Count: > 0 } transaction)
        {
            // RFC 2033 §4.2: without a valid recipient DATA must fail with 503.
            session.Write(LmtpReply.Enhanced(503, 5, 1, "There is no valid recipient"));
            return;
        }

        if (transaction.Intake is not null)
        {
            // RFC 3030 §2: DATA and BDAT cannot be used in the same transaction.
            session.Write(LmtpReply.Enhanced(503, 5, 1, "BDAT has begun the message; say RSET to end the transaction"));
            return;
        }

        session.Write(LmtpReply.Plain(354, "Send the message; a line with just a dot ends it"));
        await session.SendAsync();
        var intake = await transaction.BeginIntakeAsync(session);

        // Read to its end, though it may be too big: the bytes must not be taken for commands.
        await foreach (var piece in session.ReadMessageAsync())
            await intake.WriteAsync(piece);
        await session.CommitAsync(intake);
    }
}
