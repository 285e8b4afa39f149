using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Postfach.Retrieval.Tests.Pop3;
using Postfach.Retrieval.Tests.Rules;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Serving;

/// <summary>A machine that sleeps, has no network for a week, and whose clock is set: how often providers are asked, and what the log says.</summary>
public sealed class LaptopTests : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5), Latest = TimeSpan.FromMinutes(5.25 + 1);

    private readonly Maildrop _drop = Maildrop.Of(new IPEndPoint(IPAddress.Loopback, 1), "leave");
    private readonly FakeProvider _provider = new();
    private readonly CountingLogger _log = new();
    private readonly LaptopClock _clock;
    private readonly List<DateTimeOffset> _attempts = [];
    private ProviderException? _trouble;
    private bool _isDeaf;

    public LaptopTests() => _clock = new LaptopClock(_drop.Time);

    public ValueTask DisposeAsync() => _drop.DisposeAsync();

    [Fact]
    public async Task Half_a_day_without_network_is_some_15_attempts_and_one_line_in_the_log()
    {
        _trouble = new ProviderException(ProviderFault.Unreachable, "Nobody answers.");
        await using var schedule = Schedule();
        await PassAsync(TimeSpan.FromHours(12));
        Assert.InRange(_attempts.Count, 14, 18);
        Assert.Equal(1, _log.Lines);
        Assert.Equal(_attempts.Count, _drop.Source.State.Failures);
    }

    [Fact]
    public async Task A_password_that_is_refused_for_a_week_is_some_13_attempts()
    {
        _trouble = new ProviderException(ProviderFault.LogInRefused, "No.");
        await using var schedule = Schedule();
        for (var day = 0; day < 7; day++)
        {
            await PassAsync(TimeSpan.FromDays(1));
            schedule.NoteNetwork();
        }

        Assert.InRange(_attempts.Count, 11, 15);
        Assert.Equal(1, _log.Lines);
    }

    [Fact]
    public async Task When_the_network_is_there_again_the_next_run_comes_at_once_and_catches_up()
    {
        _trouble = new ProviderException(ProviderFault.Unreachable, "Nobody answers.");
        await using var schedule = Schedule();
        await PassAsync(TimeSpan.FromHours(6));
        for (var i = 0; i < 30; i++)
            _provider.Arrive($"letter{i}", _clock.GetUtcNow());

        // It is another network, and no better: no more often than usual is it tried.
        var before = _attempts.Count;
        for (var minute = 0; minute < 60; minute++)
        {
            schedule.NoteNetwork();
            await _clock.PassAsync();
        }

        Assert.InRange(_attempts.Count - before, 1, 12);
        _trouble = null;
        schedule.NoteNetwork();
        before = _attempts.Count;
        var began = _clock.GetUtcNow();
        while (_attempts.Count == before)
            await _clock.PassAsync();
        Assert.InRange(_clock.GetUtcNow() - began, TimeSpan.Zero, Latest);
        await _clock.PassAsync(); // The run is over when somebody waits again
        Assert.Equal(30, (await _drop.TextsAsync()).Count);
        Assert.Equal(0, _drop.Source.State.Failures);
    }

    [Fact]
    public async Task Three_days_of_sleep_are_one_run_after_waking()
    {
        await using var schedule = Schedule();
        await PassAsync(TimeSpan.FromHours(1));
        var before = _attempts.Count;
        _clock.Ahead += TimeSpan.FromDays(3);
        await PassAsync(TimeSpan.FromMinutes(1.5));
        Assert.Equal(before + 1, _attempts.Count);

        // The usual wait is 4.75 minutes at least.
        await PassAsync(_attempts[^1] + TimeSpan.FromMinutes(4) - _clock.GetUtcNow());
        Assert.Equal(before + 1, _attempts.Count);
        await PassAsync(TimeSpan.FromHours(1));
        Assert.InRange(_attempts.Count, before + 11, before + 14);
    }

    [Fact]
    public async Task A_sleep_ends_the_wait_for_news_too()
    {
        _drop.Store.Sources.Update(_drop.Source, _drop.Source.Settings with { Idle = true }, default);
        _isDeaf = true;
        await using var schedule = Schedule();
        await PassAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(2, _attempts.Count); // A run, and the wait for news, which never ends
        _clock.Ahead += TimeSpan.FromDays(3);
        await PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(4, _attempts.Count);
    }

    [Theory]
    [InlineData(-1.0 / 24)]
    [InlineData(-400)]
    public async Task A_clock_that_is_set_back_stops_no_schedule(double days)
    {
        await using var schedule = Schedule();
        await PassAsync(TimeSpan.FromHours(1));
        var before = _attempts.Count;
        _clock.Ahead += TimeSpan.FromDays(days);
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromHours(1);)
            passed += await PassOneAsync();
        Assert.InRange(_attempts.Count, before + 10, before + 14);
    }

    [Fact]
    public async Task A_source_that_runs_every_ninety_days_does_so()
    {
        _drop.Store.Sources.Update(_drop.Source, _drop.Source.Settings with { Every = TimeSpan.FromDays(90) }, default);
        await using var schedule = Schedule();
        await PassAsync(TimeSpan.FromHours(3));
        Assert.Single(_attempts);
        _clock.Ahead += TimeSpan.FromDays(95);
        await PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(2, _attempts.Count);
    }

    private RetrievalSchedule Schedule() =>
        new(new RetrievalService(_drop.Store, _clock, _log, OpenAsync), _clock, NullLogger<RetrievalSchedule>.Instance);

    private async Task<ProviderSession> OpenAsync(Source source, CancellationToken ct)
    {
        _attempts.Add(_clock.GetUtcNow());
        if (_isDeaf && _attempts.Count % 2 == 0)
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
        return _trouble is { } trouble ? throw trouble : _provider.Open();
    }

    private async Task PassAsync(TimeSpan time)
    {
        for (var end = _clock.GetUtcNow() + time; _clock.GetUtcNow() < end;)
            await _clock.PassAsync();
        await _clock.SettleAsync();
    }

    private async Task<TimeSpan> PassOneAsync()
    {
        var time = await _clock.TimerAsync();
        _drop.Time.Advance(time);
        return time;
    }

    private sealed class CountingLogger : ILogger
    {
        /// <summary>Warnings and worse.</summary>
        public int Lines { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines += logLevel >= LogLevel.Warning ? 1 : 0;
    }
}
