using System.Buffers;
using Postfach.Protocol.Pop3;

namespace Postfach.Server.Pop3.Commands;

/// <summary><c>UIDL [msg]</c>, in TRANSACTION. RFC 1939 §7.</summary>
internal static class UidlCommand
{
    public static async ValueTask RunAsync(Pop3Session session, Pop3Request.Uidl request, CancellationToken ct)
    {
        var maildrop = session.Maildrop;
        if (request.Message is { } number)
        {
            session.Write(maildrop.TryGet(number, out var one) ? new Pop3Reply.Ok(maildrop.UniqueIdListingOf(one).ToString()) : RetrCommand.NoSuchMessage);
            return;
        }

        session.BeginBody(new Pop3Reply.Ok("Unique-ids follow"));
        foreach (var message in maildrop.Messages())
        {
            maildrop.UniqueIdListingOf(message).WriteTo(session.Output);
            session.Output.Write("\r\n"u8);
            await session.SendGatheredAsync();
        }

        session.Output.Write(".\r\n"u8);
        session.EndBody();
    }
}
