namespace Postfach.Store;

/// <summary>What became of a batch of imported messages: all of it, or nothing.</summary>
public abstract record ImportResult
{
    private ImportResult()
    {
    }

    /// <summary>Durable. For each message, whether it is new; the others came with an earlier run.</summary>
    public sealed record Imported(IReadOnlyList<bool> IsNew) : ImportResult;

    public sealed record NoSuchMailbox : ImportResult;

    public sealed record TooManyKeywords : ImportResult;

    /// <summary>The same source is being imported by somebody who began later.</summary>
    public sealed record Superseded : ImportResult;
}
