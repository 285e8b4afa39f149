using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>Placeholders whose messages are fetched whole now: somebody asked for them, or they are no longer too big.</summary>
internal static class FillablePlaceholders
{
    /// <param name="lines">All of the mailbox.</param>
    public static async Task<IReadOnlyList<(LedgerEntry Entry, PlaceholderFill Fill)>> FindAsync(
        RunContext run, RemoteMailboxId mailbox, IReadOnlyList<LedgerEntry> lines, CancellationToken ct)
    {
        var largest = RemoteMessage.Largest(run.Source.Settings, run.Account);
        if (!lines.Any(MayFill))
            return [];

        // A placeholder that was deleted here brings nothing back by itself.
        var known = (await run.Account.Ledger.LookAsync([mailbox], run.Now, ct))[0].Where(MayFill);
        return [.. known.Where(e => IsWanted(e) || e.DeletedHere is null).Select(e => (e, IsWanted(e) ? PlaceholderFill.Wanted : PlaceholderFill.Fits))];

        bool MayFill(LedgerEntry entry) =>
            entry.State == CopyState.Placeholder && (entry.Size <= largest || (IsWanted(entry) && entry.Size <= run.Account.MaxMessageBytes));
    }

    private static bool IsWanted(LedgerEntry entry) => entry.Reason == CopyReason.Wanted;
}
