namespace Postfach.Stress;

/// <summary>What a run shall do.</summary>
/// <param name="Seed">Decides what each session does; how the machine deals out its time between them is its own affair.</param>
internal sealed record StressSettings(int Seed, StressServer Server, IReadOnlyList<StressUser> Users)
{
    public int Connections { get; init; } = 10;

    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Ends after so many commands, if the time is not over before.</summary>
    public long MostCommands { get; init; } = long.MaxValue;

    /// <summary>Batches of commands of a session between two check points.</summary>
    public int BatchesPerRound { get; init; } = 25;

    /// <summary>Mail that is in the accounts' INBOX may be deleted.</summary>
    public bool Empty { get; init; }

    /// <summary>
    /// A known fault of the server is counted and passed over: a FETCH beside another session's STORE can tell that STORE's mod-sequence with the flags from
    /// before it. Dovecot 2.3.19, about once in half a million commands.
    /// </summary>
    public bool ModSeqMayRunAhead { get; init; }

    /// <summary>How long an answer may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}
