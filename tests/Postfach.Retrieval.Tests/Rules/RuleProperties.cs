using CsCheck;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Rules;

/// <summary>What holds of every rule and every ledger.</summary>
public sealed class RuleProperties
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<TimeSpan> Span = Gen.OneOf(
        Gen.Int[0, 400].Select(d => TimeSpan.FromDays(d)), Gen.Int[0, 90].Select(h => TimeSpan.FromHours(h)), Gen.Int[0, 9000].Select(s => TimeSpan.FromSeconds(s)));

    private static readonly Gen<RetentionRule> Rules =
        Gen.Select(
            Span.Nullable(), Span.Nullable(), Gen.Bool, Gen.Select(Gen.Long[0, 100L << 20], Span).Nullable(), Span.Nullable(), Gen.Int[1, 99].Nullable(),
            Gen.Select(Gen.Int[1, 12].Nullable(), Gen.Bool, Span.Nullable()))
        .Select((after, read, here, bigger, older, quota, rest) =>
        {
            var rule = new RetentionRule { AfterDownload = after, AfterRead = read, WhenDeletedHere = here, Bigger = bigger, OlderThan = older, UntilQuota = quota };
            return rule.Deletes ? rule with { KeepNewest = rest.Item1, NeverFlagged = rest.Item2, ViaTrash = rest.Item3 } : rule;
        });

    private static readonly Gen<DateTimeOffset> Past = Gen.Int[0, 60 * 24 * 40].Select(m => Now.AddMinutes(-m));

    private static readonly Gen<LedgerEntry[]> Ledgers = Gen.Select(
            Gen.Long[1, 20L << 20], Past, Gen.Int[0, 60 * 24 * 500], Past.Nullable(), Past.Nullable(), Gen.Bool, Gen.Int[1, 7].Select(s => (CopyState)s))
        .Select((size, fetched, age, read, deleted, flagged, state) => new LedgerEntry(
            "", size, default, state == CopyState.Refused ? null : new BodyId(1), fetched, fetched.AddMinutes(-age), read, deleted, flagged, state, fetched, Reason: null))
        .Array[0, 30].Select(lines => lines.Select((e, i) => e with { Id = $"m{i}" }).ToArray());

    private static readonly Gen<RemoteQuota?> Quotas = Gen.Select(Gen.Int[0, 130], Gen.Bool).Select((percent, known) => known ? new RemoteQuota(percent * (1L << 22), 100L << 22) : null);

    [Fact]
    public void A_rule_reads_as_it_is_written() => Rules.Sample(rule => RetentionRule.Parse(rule.ToString()) == rule);

    [Fact]
    public void What_is_exempt_never_goes() => Gen.Select(Rules, Ledgers, Quotas).Sample((rule, ledger, quota) =>
    {
        foreach (var (entry, fate) in CopyPlan.Make(rule, ledger, quota, Now))
        {
            if (fate is not CopyFate.Goes)
                continue;
            Assert.False(rule.NeverFlagged && entry.IsFlagged);
            Assert.True(entry.Body is not null && entry.State is not (CopyState.Refused or CopyState.Placeholder or CopyState.Deleted or CopyState.Vanished));
            Assert.True(rule.Deletes || entry.State == CopyState.InTrash);
        }
    });

    [Fact]
    public void The_newest_always_stay() => Gen.Select(Rules, Ledgers, Quotas).Sample((rule, ledger, quota) =>
    {
        var there = ledger.Where(e => e.State is not (CopyState.Deleted or CopyState.Vanished or CopyState.InTrash)).ToList();
        var going = CopyPlan.Make(rule, ledger, quota, Now).Where(p => p.Fate is CopyFate.Goes && p.Entry.State != CopyState.InTrash).Select(p => p.Entry).ToHashSet();
        var staying = there.Where(e => !going.Contains(e)).ToList();
        Assert.True(staying.Count >= Math.Min(rule.KeepNewest ?? 0, there.Count));

        // And they are the newest: what goes is older than as many that stay.
        Assert.All(going, g => Assert.True(staying.Count(s => s.Dated >= g.Dated) >= (rule.KeepNewest ?? 0)));
    });

    [Fact]
    public void What_is_not_old_enough_waits() => Gen.Select(Rules, Ledgers, Quotas).Sample((rule, ledger, quota) =>
        Assert.All(
            CopyPlan.Make(rule, ledger, quota, Now).Where(p => p.Entry.State != CopyState.InTrash).Select(p => (p.Entry, p.Fate as CopyFate.Goes)),
            p => Assert.True(p.Item2 is null || rule.OlderThan is null || p.Item2.At >= p.Entry.Dated + rule.OlderThan)));

    [Fact]
    public void Room_is_made_until_the_mark_or_as_far_as_it_may() => Gen.Select(Rules, Ledgers, Quotas).Sample((rule, ledger, quota) =>
    {
        if (rule.UntilQuota is not { } percent || quota is null)
            return;
        var plan = CopyPlan.Make(rule, ledger, quota, Now);
        var leaving = plan.Where(p => p.Fate is CopyFate.Goes(var at, var cause, _) && (at <= Now || cause == FateCause.InTrash)).ToList();
        var used = quota.UsedBytes - leaving.Sum(p => p.Entry.Size);
        var mayGo = plan.Except(leaving).Any(p => (rule.OlderThan is null || p.Entry.Dated + rule.OlderThan <= Now)
            && p.Fate is CopyFate.Goes or CopyFate.Stays(StayCause.Unread or StayCause.NotDeletedHere or StayCause.UnderQuota));
        Assert.True(100.0 * used / quota.LimitBytes < percent || !mayGo);
        var forRoom = leaving.Where(p => p.Fate is CopyFate.Goes(_, FateCause.Quota, _)).ToList();
        if (forRoom.Count > 0)
            Assert.True(100.0 * (used + forRoom.MaxBy(p => p.Entry.Dated).Entry.Size) / quota.LimitBytes >= percent);
    });

    [Fact]
    public void A_forecast_says_what_the_plan_does_day_by_day() => Gen.Select(Rules, Ledgers).Sample((rule, ledger) =>
    {
        var direct = rule with { ViaTrash = null };
        var forecast = RuleForecast.Make(direct, ledger, quota: null, Now);
        foreach (var day in forecast.Days)
        {
            var gone = direct.Deletes ? CopyPlan.Make(direct, ledger, null, Now.AddDays(day.Day)).Count(p => p.Fate is CopyFate.Goes goes && goes.At <= Now.AddDays(day.Day)) : 0;
            Assert.Equal(forecast.There.Messages - gone, day.Left.Messages);
        }

        Assert.Equal(forecast.Days[^1].Left, forecast.Stays.Aggregate(ForecastAmount.None, (sum, s) => sum + s.Amount));
    });

    [Fact]
    public void A_forecast_never_brings_anything_back() => Gen.Select(Rules, Ledgers, Quotas).Sample((rule, ledger, quota) =>
    {
        var forecast = RuleForecast.Make(rule, ledger, quota, Now);
        Assert.Equal(RuleForecast.LastDay + 1, forecast.Days.Count);
        Assert.All(forecast.Days.Zip(forecast.Days.Skip(1)), d => Assert.True(d.Second.Left.Messages <= d.First.Left.Messages && d.Second.Left.Bytes <= d.First.Left.Bytes));
        Assert.Equal(forecast.Days[^1].Left, forecast.Stays.Aggregate(ForecastAmount.None, (sum, s) => sum + s.Amount));
        foreach (var language in Enum.GetValues<Language>())
            Assert.All(ForecastText.Lines(forecast, language), line => Assert.DoesNotContain("NaN", line, StringComparison.Ordinal));
    });

    [Fact]
    public void Every_rule_and_fate_has_whole_sentences() => Gen.Select(Rules, Ledgers, Quotas).Sample((rule, ledger, quota) =>
    {
        var plan = CopyPlan.Make(rule, ledger, quota, Now).ToDictionary(p => p.Entry, p => p.Fate);
        foreach (var language in Enum.GetValues<Language>())
        {
            foreach (var text in ledger.Select(e => FateSentence.Of(e, plan.GetValueOrDefault(e), Now, language)).Append(RuleSentence.Of(rule, language)))
            {
                Assert.True(text.EndsWith('.') && !text.Contains("  ") && !text.Contains("..") && !text.Contains(" ,") && !text.Contains(" ."), text);
                Assert.True(char.IsUpper(text[0]), text);
            }
        }
    });
}
