using Postfach.Protocol.Pop3;

namespace Postfach.Server.Pop3.Commands;

/// <summary><c>RETR msg</c>, in TRANSACTION. RFC 1939 §5.</summary>
internal static class RetrCommand
{
    public static readonly Pop3Reply NoSuchMessage = new Pop3Reply.Err("There is no such message");

    public static ValueTask RunAsync(Pop3Session session, Pop3Request.Retr request, CancellationToken ct)
    {
        if (session.Maildrop.TryGet(request.Message, out var message))
            return MessageBody.SendAsync(session, message, new Pop3Reply.Ok($"{message.Size} octets"), null);
        session.Write(NoSuchMessage);
        return default;
    }
}
