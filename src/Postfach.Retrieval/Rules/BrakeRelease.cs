using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>What a person's word does to a brake. Pure.</summary>
public static class BrakeRelease
{
    /// <summary>
    /// A source's state once a person has seen why deletions wait: the next run may make so many, those first that were due first. Where none wait, there is
    /// nothing more to see, and what was met is taken as it is.
    /// </summary>
    /// <param name="waiting">As the last run's report has it.</param>
    public static SourceState Of(Source source, int waiting) => waiting > 0
        ? source.State with { Confirmed = waiting }
        : source.State with { Confirmed = 0, Brake = null, Identity = SourceIdentity.Of(source.Settings) };
}
