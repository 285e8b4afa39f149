namespace Postfach.Server.Listeners;

/// <summary>What a client is told instead of a greeting when there are too many connections.</summary>
internal static class Refusal
{
    public static ReadOnlyMemory<byte> Of(MailProtocol protocol) => protocol switch
    {
        // RFC 9051 §7.1.5: BYE as a greeting, the server is not willing to take the connection.
        MailProtocol.Imap => "* BYE Too many connections, try again later\r\n"u8.ToArray(),
        // RFC 3206 §4: a trouble of the system that will likely pass.
        MailProtocol.Pop3 => "-ERR [SYS/TEMP] Too many connections, try again later\r\n"u8.ToArray(),
        // RFC 3463 §3.4: the system does not take messages now.
        _ => "421 4.3.2 Too many connections, try again later\r\n"u8.ToArray(),
    };
}
