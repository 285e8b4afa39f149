using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>
/// What a rule would do to the copies at a provider in the days to come, if nothing new came and nobody read or deleted anything. A copy in the provider's
/// Trash is there until it is deleted for good.
/// </summary>
/// <param name="Rule">As <see cref="RetentionRule.Parse"/> reads it.</param>
/// <param name="There">What is there now.</param>
/// <param name="Percent">How full the provider's mailbox is now; null: the provider does not say.</param>
/// <param name="AtOnce">Goes at the first run.</param>
/// <param name="WithinDay">Goes within 24 hours, all before included; so the next ones.</param>
/// <param name="WithinMonth">Goes within <see cref="LastDay"/> days.</param>
/// <param name="NotFetched">Of what is there, what is not here yet; it counts as fetched now.</param>
/// <param name="Undated">Of that, what the provider tells no date of; it counts as of today.</param>
/// <param name="MarkPercent">The rule's mark, where it has one.</param>
public sealed record RuleForecast(
    string Rule,
    ForecastAmount There,
    double? Percent,
    ForecastAmount AtOnce,
    ForecastAmount WithinDay,
    ForecastAmount WithinWeek,
    ForecastAmount WithinMonth,
    IReadOnlyList<ForecastDay> Days,
    IReadOnlyList<ForecastStay> Stays,
    int NotFetched,
    int Undated,
    int? MarkPercent)
{
    /// <summary>How far it looks.</summary>
    public const int LastDay = 31;

    /// <summary>The forecast for one mailbox. Pure.</summary>
    /// <inheritdoc cref="MakeAll"/>
    public static RuleForecast Make(RetentionRule rule, IReadOnlyList<LedgerEntry> entries, RemoteQuota? quota, DateTimeOffset now) => MakeAll(rule, [entries], quota, now);

    /// <summary>The forecast for all mailboxes of a source. Pure.</summary>
    /// <param name="mailboxes">Lines by mailbox; what is not here yet as if it were fetched now.</param>
    public static RuleForecast MakeAll(RetentionRule rule, IReadOnlyList<IReadOnlyList<LedgerEntry>> mailboxes, RemoteQuota? quota, DateTimeOffset now)
    {
        var simulation = new ForecastSimulation(rule, mailboxes, quota, now);
        var there = simulation.There;
        var gone = simulation.Run(LastDay);
        var days = gone.Select((g, day) => new ForecastDay(day, there - g, PercentWithout(g.Bytes)));
        return new RuleForecast(
            rule.ToString(), there, PercentWithout(0), gone[0], gone[1], gone[7], gone[LastDay], [.. days], simulation.Stays(), NotFetched: 0, Undated: 0, rule.UntilQuota);

        double? PercentWithout(long bytes) => quota is { LimitBytes: > 0 } ? Math.Max(0, 100.0 * (quota.UsedBytes - bytes) / quota.LimitBytes) : null;
    }
}
