namespace Postfach.Server.Listeners;

/// <summary>How many connections are served at once; those beyond are told so in their protocol's words and closed.</summary>
public sealed record ConnectionLimits
{
    /// <summary>All listeners together. An idle connection costs about 10 KiB, one with TLS about 40.</summary>
    public int Connections { get; init; } = 10_000;

    /// <summary>From one IPv4 address or one IPv6 /64, which is what one customer of a provider has. Loopback and Unix sockets are not counted.</summary>
    public int ConnectionsPerAddress { get; init; } = 256;

    /// <summary>Logged in as one user; a shared mailbox has several colleagues with several devices, each with a handful.</summary>
    public int ConnectionsPerUser { get; init; } = 256;
}
