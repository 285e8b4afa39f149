using Postfach.Protocol.Pop3;

namespace Postfach.Server.Pop3.Commands;

/// <summary><c>TOP msg n</c>, in TRANSACTION: the header, the empty line and n lines of the body. RFC 1939 §7.</summary>
internal static class TopCommand
{
    public static ValueTask RunAsync(Pop3Session session, Pop3Request.Top request, CancellationToken ct)
    {
        if (session.Maildrop.TryGet(request.Message, out var message))
            return MessageBody.SendAsync(session, message, new Pop3Reply.Ok("The top of the message follows"), new TopExtent(request.Lines));
        session.Write(RetrCommand.NoSuchMessage);
        return default;
    }
}
