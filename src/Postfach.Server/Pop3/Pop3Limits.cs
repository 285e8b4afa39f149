namespace Postfach.Server.Pop3;

/// <summary>What a POP3 client may take of the server.</summary>
public sealed record Pop3Limits
{
    /// <summary>The longest command line, in octets with its CRLF. RFC 2449 §4 asks for 255; passwords and names may be longer in UTF-8.</summary>
    public int MaxLineLength { get; init; } = 2048;

    /// <summary>From the connection to the log-in, over all.</summary>
    public TimeSpan LogInTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Without a command, or without reading a reply. RFC 1939 §3: at least 10 minutes.</summary>
    public TimeSpan AutoLogout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Wrong passwords on one connection, before it is closed.</summary>
    public int MaxFailedLogIns { get; init; } = 5;
}
