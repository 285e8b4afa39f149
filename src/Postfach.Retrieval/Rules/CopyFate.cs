namespace Postfach.Retrieval;

/// <summary>What a rule says of one copy at the provider.</summary>
public abstract record CopyFate
{
    private CopyFate()
    {
    }

    /// <summary>It goes at that time, or now where that is past.</summary>
    /// <param name="WaitsForAge">It would go sooner, were it old enough.</param>
    public sealed record Goes(DateTimeOffset At, FateCause Cause, bool WaitsForAge = false) : CopyFate;

    /// <summary>It stays, as things are now.</summary>
    public sealed record Stays(StayCause Cause) : CopyFate;
}
