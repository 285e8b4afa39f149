using System.Buffers;
using Postfach.Protocol.Pop3;

namespace Postfach.Server.Pop3.Commands;

/// <summary><c>LIST [msg]</c>, in TRANSACTION: exact sizes, known without reading a message. RFC 1939 §5.</summary>
internal static class ListCommand
{
    public static async ValueTask RunAsync(Pop3Session session, Pop3Request.List request, CancellationToken ct)
    {
        if (request.Message is { } number)
        {
            session.Write(session.Maildrop.TryGet(number, out var one) ? new Pop3Reply.Ok(Maildrop.ScanListingOf(one).ToString()) : RetrCommand.NoSuchMessage);
            return;
        }

        session.BeginBody(new Pop3Reply.Ok($"{session.Maildrop.Count} messages ({session.Maildrop.Octets} octets)"));
        foreach (var message in session.Maildrop.Messages())
        {
            Maildrop.ScanListingOf(message).WriteTo(session.Output);
            session.Output.Write("\r\n"u8);
            await session.SendGatheredAsync();
        }

        session.Output.Write(".\r\n"u8);
        session.EndBody();
    }
}
