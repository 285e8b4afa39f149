using System.Globalization;
using Postfach.CommandLine;
using Postfach.Retrieval;

namespace Postfach.Commands;

/// <summary>What a run did, in lines for people.</summary>
internal static class RunText
{
    /// <summary>All of it in a line, without what went wrong; null: nothing went well enough to be counted, no mailbox was looked at.</summary>
    public static string? Summary(RunReport run)
    {
        if (run is { Mailboxes: [], Error: not null })
            return null;
        var would = run.IsDryRun ? "would be " : "";
        var unconfirmed = run.Mailboxes.Sum(m => m.Unconfirmed) is > 0 and var count
            ? string.Create(CultureInfo.InvariantCulture, $", {count} deletions not confirmed") : "";
        var fetched = string.Create(CultureInfo.InvariantCulture, $"{run.Fetched} {would}fetched ({Sizes.Text(run.Bytes)})");

        // A dry run fetches nothing, and so cannot know what the rule would do with that.
        var already = run is { IsDryRun: true, Fetched: > 0 } ? "of those already here " : "";
        var deleted = string.Create(CultureInfo.InvariantCulture, $"{run.Deleted} {already}{would}deleted there{unconfirmed}");
        var flags = run.FlagsChanged > 0 ? string.Create(CultureInfo.InvariantCulture, $", flags of {run.FlagsChanged} changed here as there") : "";
        var left = run.Mailboxes.Sum(m => m.There) - (run.IsDryRun ? 0 : run.Deleted);
        return string.Create(CultureInfo.InvariantCulture, $"{fetched}{flags}, {deleted}, {left} left there, {run.Missing} missing here");
    }

    /// <summary>What somebody should know beside that: messages that are missing, notes, deletions that wait.</summary>
    public static IEnumerable<string> Remarks(RunReport run)
    {
        foreach (var mailbox in run.Mailboxes)
        {
            var place = mailbox.Name.Length == 0 ? run.Source : $"{run.Source} {mailbox.Name}";
            foreach (var missing in mailbox.Missing)
                yield return $"missing: {place}, message {missing.Id}: {missing.Why}";
            foreach (var note in mailbox.Notes)
                yield return $"note: {place}: {note}";
        }

        if (run.Brake is { } why)
        {
            var what = run.WaitingDeletions > 0 ? string.Create(CultureInfo.InvariantCulture, $"{run.WaitingDeletions} deletions, as {why}") : $"all deletions to come, as {why}";
            yield return $"waiting: {run.Source}: {what}; see 'source show {run.Source}', then 'source confirm {run.Source}'";
        }
    }
}
