using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>When a source's next run is due. Pure.</summary>
internal static class RunTimes
{
    // Of a wrong password many providers lock the account; a network that is away comes back.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1), LongestAfterRefusal = TimeSpan.FromHours(24), AfterRefusal = TimeSpan.FromMinutes(15);

    /// <param name="lastEnd">When its last run ended; null: none has since the server's start.</param>
    /// <param name="refused">The last log-in was refused.</param>
    /// <param name="jitter">From 0 to 1: sources of one provider shall not all come at once.</param>
    public static DateTimeOffset Next(SourceSettings settings, SourceState state, DateTimeOffset? lastEnd, bool refused, double jitter, DateTimeOffset now)
    {
        // What a clock has left behind that was ahead of time.
        if (lastEnd > now)
            lastEnd = now;
        if (state.NotBefore > now + LongestAfterRefusal)
            state = state with { NotBefore = now + LongestAfterRefusal };

        var wait = lastEnd is null ? TimeSpan.Zero : settings.Every;
        if (lastEnd is not null && state.Failures > 0)
        {
            var (first, most) = refused ? (Extremes.Max(AfterRefusal, settings.Every), LongestAfterRefusal) : (settings.Every, Extremes.Max(Longest, settings.Every));
            wait = TimeSpan.FromSeconds(Math.Min(first.TotalSeconds * Math.Pow(2, Math.Min(state.Failures - 1, 20)), most.TotalSeconds));
        }

        var due = (lastEnd ?? now) + (wait * (0.95 + (0.1 * jitter)));
        return Extremes.Max(Extremes.Max(due, state.NotBefore ?? due), now + SessionOpening.Left(state, now));
    }
}
