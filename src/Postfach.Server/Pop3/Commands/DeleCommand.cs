using Postfach.Protocol.Pop3;

namespace Postfach.Server.Pop3.Commands;

/// <summary><c>DELE msg</c>, in TRANSACTION: marks, and QUIT deletes. RFC 1939 §5.</summary>
internal static class DeleCommand
{
    public static ValueTask RunAsync(Pop3Session session, Pop3Request.Dele request, CancellationToken ct)
    {
        if (session.Maildrop.TryGet(request.Message, out var message))
        {
            session.Maildrop.Delete(message);
            session.Write(new Pop3Reply.Ok("Marked as deleted"));
        }
        else
        {
            session.Write(RetrCommand.NoSuchMessage);
        }

        return default;
    }
}
