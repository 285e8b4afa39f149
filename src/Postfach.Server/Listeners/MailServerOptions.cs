namespace Postfach.Server.Listeners;

public sealed record MailServerOptions
{
    public ConnectionLimits Limits { get; init; } = new();

    public ClearTextLogIn ClearTextLogIn { get; init; } = ClearTextLogIn.Loopback;

    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long sessions may take to finish what they are doing once the server stops; then their connections are cut.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a client may take to fetch the last bytes of a session that is over.</summary>
    public TimeSpan LingerTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
