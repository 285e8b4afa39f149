using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>What looks at a POP3 maildrop show of its ids: whether they name the same message each time, as RFC 1939 §7 wants it. Pure.</summary>
internal static class RemoteIds
{
    // A provider that moved to another server changed all ids, once.
    private static readonly TimeSpan Lately = TimeSpan.FromDays(30);

    /// <summary>What is known after a run's look.</summary>
    public static IdStability Learn(SourceState before, LedgerMatch match, DateTimeOffset now)
    {
        if (match.Listed.Any(m => LedgerMatcher.IsMade(m.Id)))
            return IdStability.Missing;
        if (match.ChangedIds > 0)
            return before.Ids == IdStability.Unstable || now - before.IdsChanged < Lately ? IdStability.Unstable : before.Ids;
        return before.Ids == IdStability.Unstable || match.Known.Count == 0 ? before.Ids : IdStability.Stable;
    }

    /// <summary>What a run says of it; null: nothing new.</summary>
    public static string? Note(IdStability before, IdStability after, int changed)
    {
        if (after == before && after is IdStability.Unstable or IdStability.Missing)
            return null;
        var found = changed > 0 ? $"{changed} messages have other ids than before: they were found again by size and header." : "";
        return after is IdStability.Unstable or IdStability.Missing ? $"{found} {IdText.Of(after, Language.English)} This is said once.".TrimStart()
            : found.Length > 0 ? found : null;
    }

    /// <summary>What two listings in two sessions show.</summary>
    /// <param name="earlier">Ids and sizes.</param>
    public static IdStability Compare(IReadOnlyList<(string Id, long? Size)> earlier, IReadOnlyList<RemoteMessage> later)
    {
        if (later.Any(m => m.Id.Length == 0))
            return IdStability.Missing;
        var now = later.Select(m => (m.Id, m.Size)).ToHashSet();
        var same = earlier.Count(now.Contains);

        // Of as many bytes as one that went: hardly another message, where more of them are so than stayed.
        var went = earlier.Where(e => !now.Contains(e)).CountBy(e => e.Size ?? -1).ToDictionary();
        now.ExceptWith(earlier);
        var renamed = now.CountBy(m => m.Size ?? -1).Sum(m => Math.Min(m.Value, went.GetValueOrDefault(m.Key)));
        return renamed > same ? IdStability.Unstable : same > 0 ? IdStability.Stable : IdStability.Unknown;
    }
}
