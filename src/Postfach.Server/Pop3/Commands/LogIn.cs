using Postfach.Mail;
using Postfach.Protocol.Pop3;
using Postfach.Server.Connections;
using Postfach.Store;

namespace Postfach.Server.Pop3.Commands;

/// <summary>What PASS and AUTH have in common once it is known who the client is, or is not. RFC 3206 §4.</summary>
internal static class LogIn
{
    public static readonly Pop3Reply NeedsTls = new Pop3Reply.Err("Passwords are taken only over TLS: say STLS first");

    public static async ValueTask AnswerAsync(Pop3Session session, SaslResult result, CancellationToken ct)
    {
        switch (result)
        {
            case SaslResult.LoggedIn done:
                session.Write(await OpenAsync(session, done.User, ct));
                break;
            case SaslResult.Refused refused:
                // What cannot be a name is not logged: it may be anything.
                session.Service.Logger.LogInRefused(UserName.TryParse(refused.Name, out var known, out _) ? known.Value : "somebody without a name");
                Refuse(session, Pop3ResponseCode.Auth, "Name and password do not belong together");
                break;
            case SaslResult.Failed failed:
                Refuse(session, Pop3ResponseCode.Auth, failed.Why);
                break;
            case SaslResult.Later later:
                Refuse(session, Pop3ResponseCode.SystemTemporary, later.Why);
                break;
            case SaslResult.Broken broken:
                session.Write(new Pop3Reply.Err(broken.Why));
                break;
        }
    }

    private static void Refuse(Pop3Session session, Pop3ResponseCode code, string why)
    {
        session.Write(new Pop3Reply.Err(code, why));
        if (++session.FailedLogIns >= session.Service.Limits.MaxFailedLogIns)
            session.End();
    }

    private static async ValueTask<Pop3Reply> OpenAsync(Pop3Session session, User user, CancellationToken ct)
    {
        if (!session.Connection.TryEnter(user.Name))
        {
            session.Service.Logger.TooManyConnections(user.Name.Value);
            return new Pop3Reply.Err(Pop3ResponseCode.InUse, "There are too many connections of this user");
        }

        var lease = await session.Service.Store.OpenAsync(user.Account, ct);
        try
        {
            if (await lease.Account.OpenMailboxAsync(MailboxName.Inbox, ct) is not { } inbox)
                return new Pop3Reply.Err(Pop3ResponseCode.SystemPermanent, "There is no INBOX");
            var maildrop = new Maildrop(inbox.Current, lease.Account.ReadUniqueIds(inbox.Id));
            session.LogIn(user, lease, maildrop);
            session.Service.Logger.LoggedIn(user.Name.Value, maildrop.Count, maildrop.Octets);
            return new Pop3Reply.Ok($"{maildrop.Count} messages ({maildrop.Octets} octets)");
        }
        finally
        {
            if (session.State != Pop3States.Transaction)
                lease.Dispose();
        }
    }
}
