using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>
/// What a rule says of the copies in a provider's mailbox at a moment. Pure: it depends on the ledger's lines (which hold what is known here), the quota
/// and the time alone.
/// </summary>
public static class CopyPlan
{
    /// <param name="entries">Lines of one mailbox; of those whose copies are gone nothing is told.</param>
    /// <param name="quota">How full the provider's mailbox is; null: not known, and then nothing goes for it.</param>
    public static IReadOnlyList<(LedgerEntry Entry, CopyFate Fate)> Make(RetentionRule rule, IReadOnlyList<LedgerEntry> entries, RemoteQuota? quota, DateTimeOffset now)
    {
        // The newest first, by arrival at the provider; in what order equal ones come does not matter, as long as it is always the same.
        var there = entries.Where(e => e.State is CopyState.There or CopyState.Deleting or CopyState.InTrash or CopyState.Refused or CopyState.Placeholder)
            .OrderByDescending(e => e.Dated).ThenByDescending(e => e.Id.Length).ThenByDescending(e => e.Id, StringComparer.Ordinal).ToList();
        var fates = there.Select((entry, place) => FateOf(rule, entry, place)).ToArray();
        if (rule.UntilQuota is { } percent)
            MakeRoom(there, fates, percent, quota, rule, now);
        return [.. there.Select((entry, i) => (entry, fates[i]))];
    }

    private static CopyFate FateOf(RetentionRule rule, LedgerEntry entry, int place)
    {
        if (entry.State is CopyState.Refused or CopyState.Placeholder || entry.Body is null)
            return new CopyFate.Stays(StayCause.NotHere);
        if (entry.State == CopyState.InTrash)
            return new CopyFate.Goes(entry.Changed + (rule.ViaTrash ?? TimeSpan.Zero), FateCause.InTrash);
        if (entry.State == CopyState.There && entry.Reason is not null)
            return new CopyFate.Stays(StayCause.Doubt);
        if (rule.NeverFlagged && entry.IsFlagged)
            return new CopyFate.Stays(StayCause.Flagged);
        if (place < rule.KeepNewest)
            return new CopyFate.Stays(StayCause.Newest);
        return First(rule, entry) is { } goes ? Later(rule, entry, goes) : new CopyFate.Stays(WhyNot(rule, entry));
    }

    /// <summary>The first that comes of what makes it go.</summary>
    private static CopyFate.Goes? First(RetentionRule rule, LedgerEntry entry)
    {
        var all = new List<CopyFate.Goes>();
        if (rule.AfterDownload is { } after)
            all.Add(new CopyFate.Goes(entry.Fetched + after, FateCause.AfterDownload));
        if (rule.AfterRead is { } read && entry.Read is { } readAt)
            all.Add(new CopyFate.Goes(Max(readAt, entry.Fetched) + read, FateCause.AfterRead));
        if (rule.WhenDeletedHere && entry.DeletedHere is { } deletedAt)
            all.Add(new CopyFate.Goes(deletedAt, FateCause.DeletedHere));
        if (rule.Bigger is { } bigger && entry.Size > bigger.Bytes)
            all.Add(new CopyFate.Goes(entry.Fetched + bigger.After, FateCause.Big));
        if (rule.OlderThan is not null && IsOnlyAge(rule))
            all.Add(new CopyFate.Goes(entry.Fetched, FateCause.Old));
        return all.Count == 0 ? null : all.MinBy(g => g.At);
    }

    // What is not old enough waits until it is.
    private static CopyFate.Goes Later(RetentionRule rule, LedgerEntry entry, CopyFate.Goes goes) =>
        rule.OlderThan is { } age && entry.Dated + age is var old && old > goes.At ? goes with { At = old } : goes;

    // Age alone makes go where nothing else of the rule would.
    private static bool IsOnlyAge(RetentionRule rule) =>
        rule.AfterDownload is null && rule.AfterRead is null && !rule.WhenDeletedHere && rule.Bigger is null && rule.UntilQuota is null;

    private static StayCause WhyNot(RetentionRule rule, LedgerEntry entry) =>
        rule.AfterRead is not null && entry.Read is null ? StayCause.Unread
        : rule.WhenDeletedHere ? StayCause.NotDeletedHere
        : rule.UntilQuota is not null ? StayCause.UnderQuota
        : StayCause.NoRule;

    /// <summary>Lets the oldest go, as many as it takes.</summary>
    private static void MakeRoom(
        List<LedgerEntry> there, CopyFate[] fates, int percent, RemoteQuota? quota, RetentionRule rule, DateTimeOffset now)
    {
        if (quota is null || quota.LimitBytes <= 0)
            return;
        var used = quota.UsedBytes;
        for (var i = 0; i < fates.Length; i++)
            used -= fates[i] is CopyFate.Goes(var at, _) && at <= now ? there[i].Size : 0;
        for (var i = fates.Length - 1; i >= 0 && 100.0 * used / quota.LimitBytes >= percent; i--)
        {
            var mayGo = fates[i] is CopyFate.Stays(StayCause.Unread or StayCause.NotDeletedHere or StayCause.UnderQuota) or CopyFate.Goes;
            if (!mayGo || (fates[i] is CopyFate.Goes(var at, _) && at <= now) || (rule.OlderThan is { } age && there[i].Dated + age > now))
                continue;
            fates[i] = new CopyFate.Goes(now, FateCause.Quota);
            used -= there[i].Size;
        }
    }

    private static DateTimeOffset Max(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}
