using Postfach.Mail;
using Postfach.Protocol.Imap.Responses;
using Postfach.Protocol.Sasl;
using Postfach.Server.Connections;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary>What LOGIN and AUTHENTICATE have in common once name and password are there. RFC 9051 §6.2.2, §6.2.3.</summary>
internal static class LogIn
{
    public static readonly ImapReply NeedsTls = new ImapReply.No(ImapCode.PrivacyRequired, "Passwords are taken only over TLS: say STARTTLS first");

    public static async ValueTask<ImapReply> RunAsync(ImapSession session, string name, Secret password, CancellationToken ct) =>
        await session.Service.Store.Authenticator.LogInAsync(name, password.Value, ct) is { } user
            ? await OpenAsync(session, user, ct)
            : Refuse(session, name);

    public static async ValueTask<ImapReply> OpenAsync(ImapSession session, User user, CancellationToken ct)
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

    public static ImapReply.No Refuse(ImapSession session, string name)
    {
        // What cannot be a name is not logged: it may be anything, as long as a command may be.
        session.Service.Logger.LogInRefused(UserName.TryParse(name, out var known, out _) ? known.Value : "somebody without a name");
        return Refuse(session, new SaslResult.Failed("Name and password do not belong together"));
    }

    public static ImapReply.No Refuse(ImapSession session, SaslResult.Failed failed)
    {
        if (++session.FailedLogIns >= session.Service.Limits.MaxFailedLogIns)
            session.EndAfterReply("Too many wrong passwords");
        return new ImapReply.No(ImapCode.AuthenticationFailed, failed.Why);
    }
}
