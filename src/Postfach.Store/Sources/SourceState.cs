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

    /// <summary>How long the provider wants between two log-ins, as it said last; null: it does not say. RFC 2449 §6.5.</summary>
    public TimeSpan? LoginDelay { get; init; }

    /// <summary>Not before this the next log-in, for whatever purpose: the provider would refuse it.</summary>
    public DateTimeOffset? NextLogIn { get; init; }

    /// <summary>Days after which the provider deletes by itself what is left there, 0: once it was fetched; null: it does not, or does not say. RFC 2449 §6.7.</summary>
    public int? ExpireDays { get; init; }

    /// <summary>What runs have found out about the provider's ids.</summary>
    public IdStability Ids { get; init; }

    /// <summary>When messages were last found again under other ids.</summary>
    public DateTimeOffset? IdsChanged { get; init; }
}
