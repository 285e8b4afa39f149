namespace Postfach.Store;

/// <summary>How a source is, as runs and its owner left it.</summary>
public sealed record SourceState
{
    /// <summary>Its owner wants no runs.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Why deletions wait for a person; null: they do not.</summary>
    public string? Brake { get; init; }

    /// <summary>A person has said that the next run may delete so many messages, whatever the brake says.</summary>
    public int Confirmed { get; init; }

    /// <summary>The provider that was met, as host, port and user: another one is another mailbox.</summary>
    public string? Identity { get; init; }

    /// <summary>When the last run that reached its end did so.</summary>
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>Runs that failed, one after the other, up to now.</summary>
    public int Failures { get; init; }

    /// <summary>Why the last run failed; null: it did not.</summary>
    public string? LastError { get; init; }

    /// <summary>Not before this the next run: the provider asked for it, or runs failed.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Bytes fetched since <see cref="BudgetFrom"/>, where there is a daily bound.</summary>
    public long BudgetUsed { get; init; }

    public DateTimeOffset? BudgetFrom { get; init; }
}
