using CsCheck;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Rules;

/// <summary>When the next run is due.</summary>
public sealed class RunTimesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private static readonly SourceSettings Settings = new() { Protocol = SourceProtocol.Pop3, Host = "h", Port = 995, User = "u" };

    [Fact]
    public void The_first_run_is_at_once() => Assert.Equal(Now, RunTimes.Next(Settings, new SourceState { Failures = 9 }, lastEnd: null, refused: true, 0.5, Now));

    [Theory]
    [InlineData(0, false, 5)]
    [InlineData(1, false, 5)]
    [InlineData(2, false, 10)]
    [InlineData(4, false, 40)]
    [InlineData(5, false, 60)]
    [InlineData(500, false, 60)]
    [InlineData(1, true, 15)]
    [InlineData(2, true, 30)]
    [InlineData(8, true, 24 * 60)]
    public void Failures_make_the_wait_longer_up_to_a_bound(int failures, bool refused, int minutes) =>
        Assert.Equal(Now.AddMinutes(minutes), RunTimes.Next(Settings, new SourceState { Failures = failures }, Now, refused, 0.5, Now));

    [Fact]
    public void A_source_that_is_seldom_run_is_not_run_more_often_because_it_fails() =>
        Assert.Equal(Now.AddDays(1), RunTimes.Next(Settings with { Every = TimeSpan.FromDays(1) }, new SourceState { Failures = 1 }, Now, refused: false, 0.5, Now));

    [Fact]
    public void The_provider_s_wish_to_be_left_alone_counts() =>
        Assert.Equal(Now.AddHours(3), RunTimes.Next(Settings, new SourceState { NotBefore = Now.AddHours(3) }, Now, refused: false, 0.5, Now));

    [Theory]
    [InlineData(false, 163, 182)]
    [InlineData(true, 12, 14)]
    public void A_week_of_failures_is_so_many_attempts(bool refused, int least, int most) => Gen.Double[0, 1].Sample(jitter =>
    {
        var attempts = 0;
        for (var now = Now; now < Now.AddDays(7); attempts++)
            now = RunTimes.Next(Settings, new SourceState { Failures = attempts + 1 }, now, refused, jitter, now);
        Assert.InRange(attempts, least, most);
    });

    [Fact]
    public void A_clock_that_was_ahead_leaves_no_time_behind_that_does_not_come()
    {
        Assert.Equal(Now.AddMinutes(5), RunTimes.Next(Settings, new SourceState(), Now.AddYears(4), refused: false, 0.5, Now));
        Assert.Equal(Now.AddDays(1), RunTimes.Next(Settings, new SourceState { NotBefore = Now.AddYears(4) }, Now, refused: false, 0.5, Now));
    }

    [Fact]
    public void No_run_is_due_before_the_provider_lets_one_log_in()
    {
        var state = new SourceState { NextLogIn = Now.AddHours(1), LoginDelay = TimeSpan.FromHours(2) };
        Assert.Equal(Now.AddHours(1), RunTimes.Next(Settings, state, Now, refused: false, 0.5, Now));
        Assert.Equal(Now.AddHours(1), RunTimes.Next(Settings, state, lastEnd: null, refused: false, 0.5, Now));
        Assert.Equal(Now.AddMinutes(5), RunTimes.Next(Settings, state with { NextLogIn = Now.AddMinutes(1) }, Now, refused: false, 0.5, Now));
        Assert.Equal(Now.AddHours(2), RunTimes.Next(Settings, state with { NextLogIn = Now.AddYears(9) }, Now, refused: false, 0.5, Now)); // of a clock that was ahead
    }

    [Fact]
    public void Jitter_is_a_twentieth_either_way_and_no_interval_is_too_long() => Gen.Select(
        Gen.Long[1, 365_000L * 86400].Select(s => TimeSpan.FromSeconds(s)), Gen.Int[0, 1000], Gen.Bool, Gen.Double[0, 1]).Sample((every, failures, refused, jitter) =>
    {
        var settings = Settings with { Every = every };
        var (early, middle, late) = (Next(0), Next(0.5), Next(1));
        Assert.InRange(Next(jitter), early, late);
        Assert.Equal(0.95, (early - Now) / (middle - Now), 6);
        Assert.Equal(1.05, (late - Now) / (middle - Now), 6);

        DateTimeOffset Next(double at) => RunTimes.Next(settings, new SourceState { Failures = failures }, Now, refused, at, Now);
    });
}
