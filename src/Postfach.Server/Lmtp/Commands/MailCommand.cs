using Postfach.Protocol.Lmtp;

namespace Postfach.Server.Lmtp.Commands;

/// <summary><c>MAIL FROM:&lt;path&gt; [SIZE=n] [BODY=b] [SMTPUTF8]</c>, after LHLO and outside a mail transaction. RFC 5321 §4.1.1.2, RFC 1870 §6, RFC 6531 §3.4.</summary>
internal static class MailCommand
{
    public static ValueTask RunAsync(LmtpSession session, LmtpRequest.Mail request, CancellationToken ct)
    {
        if (session.Transaction is not null)
        {
            session.Write(LmtpReply.Enhanced(503, 5, 1, "A mail transaction is open; say RSET to end it"));
        }
        else if (request.Size > session.Service.MaxMessageSize)
        {
            session.Service.Logger.MessageTooBig(request.Size, request.From.ToString(), session.Service.MaxMessageSize);
            session.Write(MessageIntake.TooBig);
        }
        else
        {
            session.Begin(new LmtpTransaction(request.From, request.IsUtf8));
            session.Write(LmtpReply.Enhanced(250, 1, 0, "The sender is accepted"));
        }

        return default;
    }
}
