using System.Globalization;
using Postfach.Administration;
using Postfach.CommandLine;

namespace Postfach.Commands;

/// <summary>Sources, a row each: whose, when mail came last, when it comes next or why it does not, and what waits for a person.</summary>
internal static class SourceTable
{
    public static void Write(IReadOnlyList<SourceRow> sources, CommandEnvironment environment)
    {
        var now = environment.Time.GetUtcNow();
        Listing.Write(
            ["Source", "Account", "Last success", "Next run", "Waits for you"],
            sources.Select(s => new[] { s.Name, s.Account ?? "-", s.LastSuccess is { } last ? Ago(now - last) : "never", Next(s, now), Waits(s) }),
            environment);
    }

    /// <summary>When it will run next, or why not, and what went wrong last.</summary>
    public static string Next(SourceRow source, DateTimeOffset now)
    {
        var next = source.IsRunning ? "running"
            : source.IsPaused ? "paused"
            : source.NextRun is not { } at ? "when a server runs, or by 'fetch'"
            : at <= now ? "now" : $"in {Sizes.Text(at - now)}";
        var failed = source.Failures == 1 ? "failed once" : string.Create(CultureInfo.InvariantCulture, $"failed {source.Failures} times");
        return source.LastError is { } error ? $"{next}; {failed}: {error}" : next;
    }

    /// <summary>Deletions that wait, and why.</summary>
    public static string Waits(SourceRow source) => source.Brake is not { } why ? "-"
        : source.WaitingDeletions == 0 ? $"all deletions to come: {why}"
        : source.Confirmed > 0 ? string.Create(CultureInfo.InvariantCulture, $"{source.WaitingDeletions} deletions, of which the next run may make {source.Confirmed}: {why}")
        : string.Create(CultureInfo.InvariantCulture, $"{source.WaitingDeletions} deletions: {why}");

    public static string Ago(TimeSpan time) => $"{Sizes.Text(time < TimeSpan.Zero ? TimeSpan.Zero : time)} ago";
}
