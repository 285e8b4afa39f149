using Postfach.Protocol.Lmtp;
using Postfach.Server.Deliveries;

namespace Postfach.Server.Lmtp.Commands;

/// <summary><c>RCPT TO:&lt;path&gt;</c>, in a mail transaction. RFC 5321 §4.1.1.3.</summary>
internal static class RcptCommand
{
    public static ValueTask RunAsync(LmtpSession session, LmtpRequest.Rcpt request, CancellationToken ct)
    {
        session.Write(Accept(session, request.To));
        return default;
    }

    private static LmtpReply Accept(LmtpSession session, MailPath path)
    {
        if (session.Transaction is not { } transaction)
            return LmtpReply.Enhanced(503, 5, 1, "Say MAIL first");

        // RFC 3030 §2: the recipients are known before the message begins.
        if (transaction.Intake is not null)
            return LmtpReply.Enhanced(503, 5, 1, "The message has begun");

        // RFC 5321 §4.5.3.1.10: 452, so that the client sends the rest in another transaction.
        if (transaction.Recipients.Count >= session.Service.Options.MaxRecipients)
            return LmtpReply.Enhanced(452, 5, 3, "There are too many recipients; send the rest in another transaction");
        if (RecipientLookup.Find(session.Service.Store.Users, path) is not { } recipient)
        {
            session.Service.Logger.RecipientUnknown(path);
            return LmtpReply.Enhanced(550, 1, 1, "There is no such user");
        }

        transaction.Recipients.Add(recipient);
        return LmtpReply.Enhanced(250, 1, 5, "The recipient is accepted");
    }
}
