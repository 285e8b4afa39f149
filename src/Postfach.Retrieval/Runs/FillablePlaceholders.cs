using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>Placeholders whose messages are fetched whole now: somebody asked for them, or they are no longer too big.</summary>
internal static class FillablePlaceholders
{
    /// <summary>Whether there are some, in one short look.</summary>
    public static bool Any(RunContext run, RemoteMailboxId mailbox) =>
        run.Account.Ledger.HasPlaceholder(mailbox, RemoteMessage.Largest(run.Source.Settings, run.Account), CopyReason.Wanted);

    public static async Task<IReadOnlyList<(LedgerEntry Entry, PlaceholderFill Fill)>> FindAsync(RunContext run, RemoteMailboxId mailbox, CancellationToken ct)
    {
        if (!Any(run, mailbox))
            return [];
        var largest = RemoteMessage.Largest(run.Source.Settings, run.Account);
        var entries = (await run.Account.Ledger.LookAsync([mailbox], run.Now, ct))[0].Where(e => e.State == CopyState.Placeholder);

        // A placeholder that was deleted here brings nothing back by itself.
        return [.. entries.Select(e => (e, e.Reason == CopyReason.Wanted ? PlaceholderFill.Wanted : e.Size <= largest && e.DeletedHere is null ? PlaceholderFill.Fits : PlaceholderFill.None))
            .Where(f => f.Item2 != PlaceholderFill.None)];
    }
}
