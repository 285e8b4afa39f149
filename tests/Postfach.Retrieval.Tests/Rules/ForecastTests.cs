using Microsoft.Extensions.Logging.Abstractions;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Rules;

/// <summary>What a rule would do, before it is saved.</summary>
public sealed class ForecastTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Days_count_from_the_first_run()
    {
        var forecast = RuleForecast.Make(RetentionRule.Parse("delete-after=7d"), [Line("a", -8), Line("b", -6.5), Line("c", -3), Line("d", 0)], quota: null, Now);
        Assert.Equal((1, 2, 4, 4), (forecast.AtOnce.Messages, forecast.WithinDay.Messages, forecast.WithinWeek.Messages, forecast.WithinMonth.Messages));
        Assert.Equal([3, 2, 2, 2, 1, 1, 1, 0, 0], forecast.Days.Take(9).Select(d => d.Left.Messages));
        Assert.Empty(forecast.Stays);
    }

    [Fact]
    public void Room_is_made_at_the_first_run_and_in_the_plot_the_bar_falls_to_the_mark()
    {
        var lines = Enumerable.Range(0, 90).Select(i => Line($"m{i:00}", -i)).ToList();
        var forecast = RuleForecast.Make(RetentionRule.Parse("until-quota=60%"), lines, new RemoteQuota(90 << 20, 100 << 20), Now);
        Assert.Equal((90.0, 59.0), (forecast.Percent, forecast.Days[0].Percent));
        Assert.Equal(31, forecast.AtOnce.Messages);
        var plot = ForecastPlot.Lines(forecast, Language.English).ToList();
        Assert.Equal(6, plot.Count);
        Assert.Equal(" 100% ▕", plot[0]);
        Assert.EndsWith("█ ◄ 60%", plot[2].Replace("▇", "█", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("  20% ▕" + new string('█', 32), plot[4]);
    }

    [Fact]
    public void What_goes_through_the_Trash_is_there_until_it_is_out_of_it()
    {
        foreach (var quota in new[] { null, new RemoteQuota(10, 1000) })
        {
            var forecast = RuleForecast.Make(RetentionRule.Parse("delete-after=2d until-quota=90% via-trash=5d"), [Line("a", 0)], quota, Now);
            Assert.Equal([1, 1, 1, 1, 1, 1, 1, 0], forecast.Days.Take(8).Select(d => d.Left.Messages));
        }
    }

    [Fact]
    public void It_says_why_the_rest_stays()
    {
        var forecast = RuleForecast.Make(
            RetentionRule.Parse("delete-after=90d never-flagged"), [Line("a", 0), Line("b", 0) with { IsFlagged = true }, Line("c", 0) with { State = CopyState.Placeholder }], null, Now);
        Assert.Equal([StayCause.Flagged, StayCause.NotHere, null], forecast.Stays.Select(s => s.Cause).OrderBy(c => c is null).ThenBy(c => c));
        Assert.Contains("  1 message (1 MB) stay as long as they are flagged.", ForecastText.Lines(forecast, Language.English));
        Assert.Contains("  1 Nachricht (1 MB) bleiben, solange sie markiert sind.", ForecastText.Lines(forecast, Language.German));
    }

    [Fact]
    public async Task What_is_not_fetched_yet_counts_as_fetched_now_and_nothing_is_changed()
    {
        await using var days = await Days.BeginAsync("leave");
        days.Arrive("one");
        await days.RunAsync();
        days.Time.Advance(TimeSpan.FromDays(3));
        days.Arrive("two");
        var service = new RetrievalService(days.Store, days.Time, NullLogger.Instance, (_, _) => Task.FromResult(days.Provider.Open()));
        var forecast = await RuleForecasting.MakeAsync(service, days.Source, RetentionRule.Parse("delete-after=7d"), days.Time.GetUtcNow(), TestContext.Current.CancellationToken);
        Assert.Equal((2, 1, 0), (forecast.There.Messages, forecast.NotFetched, forecast.Undated));
        Assert.Equal([2, 2, 2, 2, 1, 1, 1, 0], forecast.Days.Take(8).Select(d => d.Left.Messages));
        Assert.Equal(["one", "two"], days.Provider.There);
        Assert.Single(days.Account.Ledger.Read(days.Account.Ledger.Mailboxes(days.Source.Id).Single().Id));
    }

    private static LedgerEntry Line(string id, double day) => new(
        id, 1 << 20, default, new BodyId(1), Now.AddDays(day), Now.AddDays(day), Read: null, DeletedHere: null, IsFlagged: false, CopyState.There, Now.AddDays(day), Reason: null);
}
