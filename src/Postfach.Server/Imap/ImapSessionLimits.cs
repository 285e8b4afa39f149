using Postfach.Protocol.Imap;

namespace Postfach.Server.Imap;

/// <summary>What an IMAP client may take of the server.</summary>
public sealed record ImapSessionLimits
{
    /// <summary>Sizes of a command before the log-in.</summary>
    public ImapLimits BeforeLogIn { get; init; } = ImapLimits.BeforeLogIn;

    /// <summary>Sizes of a command after it.</summary>
    public ImapLimits AfterLogIn { get; init; } = ImapLimits.AfterLogIn;

    /// <summary>From the connection to the log-in, over all.</summary>
    public TimeSpan LogInTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Without a command, IDLE included. RFC 9051 §5.4: at least 30 minutes.</summary>
    public TimeSpan AutoLogout { get; init; } = TimeSpan.FromMinutes(31);

    /// <summary>While a client neither sends the rest of what it began nor reads what it asked for.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For one search; whoever wants more can ask for less.</summary>
    public TimeSpan SearchTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Wrong passwords on one connection, before it is closed.</summary>
    public int MaxFailedLogIns { get; init; } = 5;

    /// <summary>Commands in a row that are none, before the connection is closed: whoever sends them does not speak IMAP.</summary>
    public int MaxSyntaxErrors { get; init; } = 50;
}
