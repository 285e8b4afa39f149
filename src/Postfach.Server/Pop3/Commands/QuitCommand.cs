using Postfach.Protocol.Pop3;

namespace Postfach.Server.Pop3.Commands;

/// <summary><c>QUIT</c>, in AUTHORIZATION and in TRANSACTION; from there it goes through UPDATE, which deletes what is marked. RFC 1939 §6.</summary>
internal static class QuitCommand
{
    public static async ValueTask RunAsync(Pop3Session session, Pop3Request.Quit request, CancellationToken ct)
    {
        session.End();
        if (session.State == Pop3States.Authorization)
        {
            session.Write(new Pop3Reply.Ok("Goodbye"));
            return;
        }

        // One commit for all of them: it is on stable storage before +OK is said, or none of them is deleted. The client has asked for
        // it, so that it does not stop when the client goes away now.
        var deleted = session.Maildrop.DeletedUids;
        if (!deleted.IsEmpty)
            await session.Account.ExpungeAsync(session.Maildrop.Mailbox, deleted, onlyDeleted: false, session.Actor, CancellationToken.None);
        session.Write(new Pop3Reply.Ok("Goodbye"));
        session.Service.Logger.LoggedOut(session.Actor.User, deleted.Count);
    }
}
