using System.Buffers;
using System.Text;
using Postfach.Protocol.Pop3;
using Postfach.Server.Connections;

namespace Postfach.Server.Pop3.Commands;

/// <summary><c>CAPA</c>, in any state. RFC 2449 §5.</summary>
internal static class CapaCommand
{
    public static ValueTask RunAsync(Pop3Session session, Pop3Request.Capa request, CancellationToken ct)
    {
        session.BeginBody(new Pop3Reply.Ok("Capabilities follow"));

        // RFC 2449 §6.4, RFC 3206 §3: text in brackets is a response code, and [AUTH] is told apart from other failures. RFC 2449 §6.7: no message is
        // deleted because of its age. RFC 6856 §2.2: names and passwords may be UTF-8.
        session.Output.Write("TOP\r\nUIDL\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\nPIPELINING\r\nEXPIRE NEVER\r\nUTF8 USER\r\n"u8);
        if (session.Connection.MayLogIn)
        {
            // RFC 5034 §4: SASL names the mechanisms.
            session.Output.Write("USER\r\n"u8);
            Encoding.ASCII.GetBytes($"SASL {string.Join(' ', SaslLogIn.Mechanisms(session.Connection))}\r\n", session.Output);
        }

        // RFC 2595 §4: STLS is named where it is permitted now.
        if (StlsCommand.IsPermitted(session))
            session.Output.Write("STLS\r\n"u8);
        session.Output.Write("IMPLEMENTATION Postfach\r\n.\r\n"u8);
        session.EndBody();
        return default;
    }
}
