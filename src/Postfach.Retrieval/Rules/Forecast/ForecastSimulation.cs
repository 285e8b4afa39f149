using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>Plays a rule day by day over lines of the ledger that nothing else changes. Used once.</summary>
internal sealed class ForecastSimulation
{
    private readonly RetentionRule _rule;
    private readonly RemoteQuota? _quota;
    private readonly DateTimeOffset _now;
    private readonly List<List<LedgerEntry>> _left;
    private ForecastAmount _gone = ForecastAmount.None;
    private DateTimeOffset _at;

    public ForecastSimulation(RetentionRule rule, IReadOnlyList<IReadOnlyList<LedgerEntry>> mailboxes, RemoteQuota? quota, DateTimeOffset now)
    {
        (_rule, _quota, _now, _at) = (rule, quota, now, now);
        _left = [.. mailboxes.Select(entries => entries.Where(e => !e.IsGone).ToList())];
        There = Sum(_left.SelectMany(m => m));
    }

    public ForecastAmount There { get; }

    private bool MakesRoom => _rule.UntilQuota is not null && _quota is not null;

    /// <summary>What is gone in all after the first run, and after each of so many days.</summary>
    public IReadOnlyList<ForecastAmount> Run(int days)
    {
        if (!_rule.Deletes)
            return [.. Enumerable.Repeat(ForecastAmount.None, days + 1)];
        return MakesRoom ? RunByDay(days) : RunAtOnce(days);
    }

    /// <summary>What is left after that, by the reason for it, the most first.</summary>
    public IReadOnlyList<ForecastStay> Stays() => _rule.Deletes
        ? [.. Plan().SelectMany(p => p).GroupBy(p => (p.Fate as CopyFate.Stays)?.Cause, p => p.Entry)
            .Select(g => new ForecastStay(g.Key, Sum(g))).OrderByDescending(s => s.Amount.Messages)]
        : There.Messages == 0 ? [] : [new ForecastStay(StayCause.NoRule, There)];

    // Without a quota each copy's time is known from the beginning.
    private List<ForecastAmount> RunAtOnce(int days)
    {
        var byDay = new ForecastAmount[days + 1];
        Array.Fill(byDay, ForecastAmount.None);
        var gone = new HashSet<LedgerEntry>(ReferenceEqualityComparer.Instance);
        foreach (var (entry, fate) in Plan().SelectMany(p => p))
        {
            if (fate is not CopyFate.Goes(var at, var cause, _))
                continue;
            var goneAt = (at > _now ? at : _now) + (cause == FateCause.InTrash ? TimeSpan.Zero : _rule.ViaTrash ?? TimeSpan.Zero);
            if ((int)Math.Min(days + 1, Math.Ceiling((goneAt - _now) / TimeSpan.FromDays(1))) is var day && day > days)
                continue;
            byDay[day] += new ForecastAmount(1, entry.Size);
            gone.Add(entry);
        }

        foreach (var entries in _left)
            entries.RemoveAll(gone.Contains);
        return [.. byDay.Select(d => _gone += d)];
    }

    private List<ForecastAmount> RunByDay(int days)
    {
        var byDay = new List<ForecastAmount>(days + 1);
        for (var day = 0; day <= days; day++)
        {
            _at = _now.AddDays(day);
            var plans = Plan();
            for (var i = 0; i < plans.Count; i++)
                _left[i] = [.. plans[i].Select(p => p.Fate is CopyFate.Goes goes && goes.At <= _at ? Leave(p.Entry, goes) : p.Entry).OfType<LedgerEntry>()];
            byDay.Add(_gone);
        }

        return byDay;
    }

    private LedgerEntry? Leave(LedgerEntry entry, CopyFate.Goes goes)
    {
        if (_rule.ViaTrash is { } time && time > TimeSpan.Zero && goes.Cause != FateCause.InTrash)
            return entry with { State = CopyState.InTrash, Changed = _at };
        _gone += new ForecastAmount(1, entry.Size);
        return null;
    }

    private IReadOnlyList<IReadOnlyList<(LedgerEntry Entry, CopyFate Fate)>> Plan() =>
        CopyPlan.MakeAll(_rule, _left, _quota is null ? null : _quota with { UsedBytes = _quota.UsedBytes - _gone.Bytes }, _at);

    private static ForecastAmount Sum(IEnumerable<LedgerEntry> entries) => entries.Aggregate(ForecastAmount.None, (sum, e) => sum + new ForecastAmount(1, e.Size));
}
