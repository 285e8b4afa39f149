using Postfach.Mail;
using Postfach.Protocol.Pop3;
using Postfach.Store;

namespace Postfach.Server.Pop3.Commands;

/// <summary><c>PASS string</c>, in AUTHORIZATION after USER. RFC 1939 §7, RFC 3206 §4.</summary>
internal static class PassCommand
{
    public static readonly Pop3Reply NeedsTls = new Pop3Reply.Err("Passwords are taken only over TLS: say STLS first");

    public static async ValueTask RunAsync(Pop3Session session, Pop3Request.Pass request, CancellationToken ct)
    {
        if (!session.Connection.MayLogIn)
        {
            session.Write(NeedsTls);
            return;
        }

        if (session.ClaimedName is not { } name)
        {
            session.Write(new Pop3Reply.Err("Say USER first"));
            return;
        }

        session.ClaimedName = null;
        if (await session.Service.Store.Authenticator.LogInAsync(name, request.Password.Value, ct) is { } user)
            session.Write(await OpenAsync(session, user, ct));
        else
            Refuse(session, name);
    }

    private static void Refuse(Pop3Session session, string name)
    {
        session.Service.Logger.LogInRefused(name);
        session.Write(new Pop3Reply.Err(Pop3ResponseCode.Auth, "Name and password do not belong together"));
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
