namespace Postfach.Store;

/// <summary>How much who guesses passwords is slowed down.</summary>
public sealed record LogInGuardOptions
{
    /// <summary>Wrong passwords, of one user or from one address, that cost nothing: people mistype.</summary>
    public int FreeFailures { get; init; } = 5;

    /// <summary>How long the log-in after those waits; each further wrong password doubles it.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait of those who come from one address.</summary>
    public TimeSpan AddressDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest wait for log-ins as one user; short, since the user waits for what somebody else guesses.</summary>
    public TimeSpan UserDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After this time one wrong password is forgotten.</summary>
    public TimeSpan ForgetAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Addresses, users, and pairs of both that are remembered, each; beyond it the ones that were quiet for longest are forgotten.</summary>
    public int Remembered { get; init; } = 65_536;
}
