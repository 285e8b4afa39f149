using Postfach.Protocol.Pop3;

namespace Postfach.Server.Pop3.Commands;

/// <summary><c>USER name</c>, in AUTHORIZATION. RFC 1939 §7.</summary>
internal static class UserCommand
{
    public static ValueTask RunAsync(Pop3Session session, Pop3Request.User request, CancellationToken ct)
    {
        if (!session.Connection.MayLogIn)
        {
            session.Write(LogIn.NeedsTls);
            return default;
        }

        // RFC 1939 §7: +OK may be given whether or not there is such a mailbox; anything else would tell which there are.
        session.ClaimedName = request.Name;
        session.Write(new Pop3Reply.Ok("Now the password"));
        return default;
    }
}
