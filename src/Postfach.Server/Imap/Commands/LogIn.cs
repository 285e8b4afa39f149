using Postfach.Mail;
using Postfach.Protocol.Imap.Responses;
using Postfach.Server.Connections;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary>What LOGIN and AUTHENTICATE have in common once name and password are there. RFC 9051 §6.2.2, §6.2.3.</summary>
internal static class LogIn
{
    public static readonly ImapReply NeedsTls = new ImapReply.No(ImapCode.PrivacyRequired, "Passwords are taken only over TLS: say STARTTLS first");

    public static async ValueTask<ImapReply> AnswerAsync(ImapSession session, SaslResult result, CancellationToken ct)
    {
        switch (result)
        {
            case SaslResult.LoggedIn done:
                return await OpenAsync(session, done.User, ct);
            case SaslResult.Refused refused:
                // What cannot be a name is not logged: it may be anything, as long as a command may be.
                session.Service.Logger.LogInRefused(UserName.TryParse(refused.Name, out var known, out _) ? known.Value : "somebody without a name");
                return Refuse(session, ImapCode.AuthenticationFailed, "Name and password do not belong together");
            case SaslResult.Failed failed:
                return Refuse(session, ImapCode.AuthenticationFailed, failed.Why);
            case SaslResult.Later later:
                return Refuse(session, ImapCode.Unavailable, later.Why);
            case SaslResult.Broken broken:
                return new ImapReply.Bad(broken.Why);
            default:
                return new ImapReply.No("The session is over");
        }
    }

    private static ImapReply.No Refuse(ImapSession session, ImapCode code, string why)
    {
        if (++session.FailedLogIns >= session.Service.Limits.MaxFailedLogIns)
            session.EndAfterReply("Too many wrong passwords");
        return new ImapReply.No(code, why);
    }

    private static async ValueTask<ImapReply> OpenAsync(ImapSession session, User user, CancellationToken ct)
    {
        if (!session.Connection.TryEnter(user.Name))
        {
            session.Service.Logger.TooManyConnections(user.Name.Value);
            return new ImapReply.No(ImapCode.Limit, "There are too many connections of this user");
        }

        session.LogIn(user, await session.Service.Store.OpenAsync(user.Account, ct));
        session.Service.Logger.LoggedIn(user.Name.Value);
        return new ImapReply.Ok(new ImapCode.Capability(ImapCapabilities.Of(session.Connection, session.State)), "Logged in");
    }
}
