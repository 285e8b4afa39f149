namespace Postfach.Server.Lmtp;

/// <summary>How LMTP is served, and what a client may take of the server.</summary>
public sealed record LmtpOptions
{
    /// <summary>This server's name, for the greeting and the Received field.</summary>
    public required string HostName { get; init; }

    /// <summary>
    /// The longest command line, in octets with its CRLF. RFC 5321 §4.5.3.1.4 asks for 512, extensions for some more; UTF-8 addresses are longer.
    /// </summary>
    public int MaxLineLength { get; init; } = 4096;

    /// <summary>
    /// Recipients of one message; what is beyond comes in another transaction. RFC 5321 §4.5.3.1.8 asks for 100. Each takes some memory of its own while
    /// a message comes in, whatever the message's size.
    /// </summary>
    public int MaxRecipients { get; init; } = 100;

    /// <summary>Without a command, a piece of a message, or reading of a reply. RFC 5321 §4.5.3.2.7: at least 5 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);
}
