using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>
/// What a rule says of the copies in a provider's mailboxes at a moment. Pure: it depends on the ledger's lines (which hold what is known here), the quota
/// and the time alone.
/// </summary>
public static class CopyPlan
{
    /// <summary>The plan of one mailbox.</summary>
    /// <inheritdoc cref="MakeAll"/>
    public static IReadOnlyList<(LedgerEntry Entry, CopyFate Fate)> Make(RetentionRule rule, IReadOnlyList<LedgerEntry> entries, RemoteQuota? quota, DateTimeOffset now) =>
        MakeAll(rule, [entries], quota, now)[0];

    /// <summary>The plan of all mailboxes of a source. The newest are kept in each of them; room is made in all of them together, as the quota is one.</summary>
    /// <param name="mailboxes">Lines by mailbox; of those whose copies are gone nothing is told.</param>
    /// <param name="quota">How full the provider's mailbox is; null: not known, and then nothing goes for it.</param>
    /// <returns>By mailbox, the newest first.</returns>
    public static IReadOnlyList<IReadOnlyList<(LedgerEntry Entry, CopyFate Fate)>> MakeAll(
        RetentionRule rule, IReadOnlyList<IReadOnlyList<LedgerEntry>> mailboxes, RemoteQuota? quota, DateTimeOffset now)
    {
        var plans = mailboxes.Select(entries => PlanOf(rule, entries)).ToList();
        if (rule.UntilQuota is { } percent && quota is { LimitBytes: > 0 })
            MakeRoom(plans, percent, quota, rule, now);
        return [.. plans.Select(plan => plan.ConvertAll(p => (p.Entry, p.Fate)))];
    }

    private static List<Planned> PlanOf(RetentionRule rule, IReadOnlyList<LedgerEntry> entries)
    {
        var place = 0;

        // What lies in the Trash is on its way out and keeps no place among the newest.
        return [.. InOrder(entries).Select(e => new Planned(e, FateOf(rule, e, e.State == CopyState.InTrash ? int.MaxValue : place++)))];
    }

    // The newest first, by arrival at the provider; in what order equal ones come does not matter, as long as it is always the same.
    private static IEnumerable<LedgerEntry> InOrder(IReadOnlyList<LedgerEntry> entries) => entries
        .Where(e => e.State is CopyState.There or CopyState.Deleting or CopyState.InTrash or CopyState.Refused or CopyState.Placeholder)
        .OrderByDescending(e => e.Dated).ThenByDescending(e => e.Id.Length).ThenByDescending(e => e.Id, StringComparer.Ordinal);

    private static CopyFate FateOf(RetentionRule rule, LedgerEntry entry, int place)
    {
        if (entry.State is CopyState.Refused or CopyState.Placeholder || entry.Body is null)
            return new CopyFate.Stays(StayCause.NotHere);
        if (entry.State == CopyState.There && entry.Reason is not null)
            return new CopyFate.Stays(StayCause.Doubt);
        if (entry is { State: CopyState.Deleting, Reason: CopyReason.Marked })
            return new CopyFate.Stays(StayCause.Marked);
        if (rule.NeverFlagged && entry.IsFlagged)
            return new CopyFate.Stays(StayCause.Flagged);
        if (entry.State == CopyState.InTrash)
            return new CopyFate.Goes(entry.Changed + (rule.ViaTrash ?? TimeSpan.Zero), FateCause.InTrash);
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
            all.Add(new CopyFate.Goes(Extremes.Max(readAt, entry.Fetched) + read, FateCause.AfterRead));
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
        rule.OlderThan is { } age && entry.Dated + age is var old && old > goes.At ? goes with { At = old, WaitsForAge = true } : goes;

    // Age alone makes go where nothing else of the rule would.
    private static bool IsOnlyAge(RetentionRule rule) =>
        rule.AfterDownload is null && rule.AfterRead is null && !rule.WhenDeletedHere && rule.Bigger is null && rule.UntilQuota is null;

    private static StayCause WhyNot(RetentionRule rule, LedgerEntry entry) =>
        rule.AfterRead is not null && entry.Read is null ? StayCause.Unread
        : rule.WhenDeletedHere ? StayCause.NotDeletedHere
        : rule.UntilQuota is not null ? StayCause.UnderQuota
        : StayCause.NoRule;

    /// <summary>Lets the oldest go, as many as it takes.</summary>
    private static void MakeRoom(IReadOnlyList<List<Planned>> plans, int percent, RemoteQuota quota, RetentionRule rule, DateTimeOffset now)
    {
        // What lies in the Trash still fills the quota; more must not follow it there at each run until its days are over.
        var used = quota.UsedBytes - plans.SelectMany(p => p).Where(p => p.IsLeaving(now)).Sum(p => p.Entry.Size);
        foreach (var oldest in plans.SelectMany(p => Enumerable.Reverse(p)).OrderBy(p => p.Entry.Dated).Where(p => !p.IsLeaving(now)))
        {
            if (100.0 * used / quota.LimitBytes < percent)
                return;
            var mayGo = oldest.Fate is CopyFate.Stays(StayCause.Unread or StayCause.NotDeletedHere or StayCause.UnderQuota) or CopyFate.Goes;
            if (!mayGo || (rule.OlderThan is { } age && oldest.Entry.Dated + age > now))
                continue;
            oldest.Fate = new CopyFate.Goes(now, FateCause.Quota);
            used -= oldest.Entry.Size;
        }
    }

    private sealed class Planned(LedgerEntry entry, CopyFate fate)
    {
        public LedgerEntry Entry { get; } = entry;

        public CopyFate Fate { get; set; } = fate;

        public bool IsLeaving(DateTimeOffset now) => Fate is CopyFate.Goes(var at, var cause, _) && (at <= now || cause == FateCause.InTrash);
    }
}
