namespace Postfach.Administration;

/// <summary>How a source is, in a row.</summary>
/// <param name="Account">The user whose mail it is; null: there is none any more.</param>
/// <param name="Provider">As <c>USER at HOST:PORT by PROTOCOL</c>.</param>
/// <param name="LastSuccess">When the last run that came to its end did so.</param>
/// <param name="LastError">Why the last run failed; null: it did not.</param>
/// <param name="Failures">Runs that failed one after the other up to now.</param>
/// <param name="NextRun">When the server will run it; null: it will not, or no server runs.</param>
/// <param name="Brake">Why deletions wait for a person; null: they do not.</param>
/// <param name="WaitingDeletions">How many of them waited at the last run.</param>
/// <param name="Confirmed">How many of them a person has said that the next run may make.</param>
internal sealed record SourceRow(
    string Name, string? Account, string Provider, bool IsPaused, bool IsRunning, DateTimeOffset? LastSuccess, string? LastError, int Failures, DateTimeOffset? NextRun,
    string? Brake, int WaitingDeletions, int Confirmed);
