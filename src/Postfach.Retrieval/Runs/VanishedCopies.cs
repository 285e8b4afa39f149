using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>What is to be thought of copies that were at a provider and are there no more. Pure.</summary>
internal static class VanishedCopies
{
    /// <summary>The lines as they are now.</summary>
    /// <param name="expireDays">Days after which the provider deletes by itself; null: it does not. RFC 2449 §6.7.</param>
    public static IReadOnlyList<LedgerChange> Judge(IReadOnlyList<LedgerEntry> absent, int? expireDays, DateTimeOffset now) => [.. absent.Select(e =>
        e.State is CopyState.Deleting or CopyState.InTrash ? new LedgerChange(e.Id, CopyState.Deleted, e.Reason)
        : IsExpired(e, expireDays, now) ? new LedgerChange(e.Id, CopyState.Vanished, CopyReason.ExpiredWith(StillTrue(e)))
        : new LedgerChange(e.Id, CopyState.Vanished, StillTrue(e)))];

    /// <summary>What a person is told of them.</summary>
    public static IEnumerable<string> Notes(IReadOnlyList<LedgerChange> went)
    {
        var vanished = went.Where(c => c.State == CopyState.Vanished).ToList();
        var expired = vanished.Count(c => CopyReason.IsExpired(c.Reason));
        if (expired > 0)
            yield return $"{expired} messages are gone from the provider, which deletes by itself what lies there for long (EXPIRE).";
        if (vanished.Count > expired)
            yield return $"{vanished.Count - expired} messages that we did not delete are gone from the provider: another program or device empties the same mailbox, or somebody deleted them there.";
    }

    // For the case that it is there again: a placeholder is still no message, and what came short is still short.
    private static string? StillTrue(LedgerEntry entry) => entry.State == CopyState.Placeholder ? CopyReason.OnlyHeader : entry.Reason;

    // From when the provider counts its days it does not say: from arrival at the earliest.
    private static bool IsExpired(LedgerEntry entry, int? days, DateTimeOffset now) => days is { } some && now - entry.Dated >= TimeSpan.FromDays(some);
}
