using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Postfach.Store.Tests;

/// <summary>Who guesses waits; who does not, hardly.</summary>
public sealed class LogInGuardTests
{
    private const string Home = "192.0.2.1";
    private const string Elsewhere = "198.51.100.7";

    private readonly FakeTimeProvider _time = new();
    private readonly LogInGuard _guard;

    public LogInGuardTests() => _guard = Guard(new LogInGuardOptions());

    [Fact]
    public async Task The_wait_grows_from_the_sixth_attempt_up_to_a_bound()
    {
        var waits = new List<double>();
        for (var i = 0; i < 12; i++)
        {
            waits.Add((await WaitAsync($"user{i}", Elsewhere)).TotalSeconds);
            _guard.Failed($"user{i}", Elsewhere);
        }

        Assert.Equal([0, 0, 0, 0, 0], waits[..5]);
        Assert.Equal(waits.Order(), waits);
        Assert.Equal(1, waits[5]);
        Assert.Equal(15, waits[^1]);
    }

    [Fact]
    public async Task A_user_who_is_attacked_from_everywhere_waits_a_little_and_not_at_all_where_they_logged_in_before()
    {
        _guard.Succeeded("anna", Home);
        for (var i = 0; i < 50; i++)
            _guard.Failed("Anna", $"203.0.113.{i}");
        Assert.Equal(TimeSpan.FromSeconds(5), await WaitAsync("anna", Elsewhere));
        Assert.Equal(TimeSpan.Zero, await WaitAsync("anna", Home));
        Assert.Equal(TimeSpan.Zero, await WaitAsync("bert", Elsewhere));
    }

    [Fact]
    public async Task What_was_wrong_is_forgotten_with_time_and_not_by_a_success()
    {
        Fail(100, "anna", Elsewhere);
        _guard.Succeeded("mallory", Elsewhere);
        Assert.True(await WaitAsync("bert", Elsewhere) > TimeSpan.Zero);
        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(TimeSpan.Zero, await WaitAsync("anna", Elsewhere));
    }

    [Fact]
    public async Task Those_who_come_at_once_from_one_address_wait_one_behind_the_other_and_too_many_are_sent_away()
    {
        Fail(7, "anna", Elsewhere);
        var waiting = Enumerable.Range(0, 10).Select(i => _guard.WaitAsync($"user{i}", Elsewhere, TestStore.Ct).AsTask()).ToList();
        Assert.Equal(7, waiting.Count(w => w.IsCompleted));
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(8, waiting.Count(w => w.IsCompleted));
        _time.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal(3, (await Task.WhenAll(waiting)).Count(mayGo => mayGo));
    }

    [Theory]
    [InlineData("2001:db8:1:2::5", "2001:db8:1:2:ffff::6", true)]
    [InlineData("2001:db8:1:2::5", "2001:db8:1:3::5", false)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("127.0.0.1", "127.0.0.1", false)]
    [InlineData("::1", "::1", false)]
    [InlineData("unix", "unix", false)]
    public async Task One_source_is_an_IPv4_address_or_an_IPv6_64_and_never_this_machine(string one, string other, bool same)
    {
        Fail(10, "anna", one);
        Assert.Equal(same, await WaitAsync("bert", other) > TimeSpan.Zero);
    }

    [Fact]
    public void Its_memory_has_bounds()
    {
        var guard = Guard(new LogInGuardOptions { Remembered = 100 });
        for (var i = 0; i < 10_000; i++)
            guard.Failed($"user{i}", $"10.0.{i / 256}.{i % 256}");
        Assert.Equal(200, guard.Count);
        guard.Failed(new string('x', 10_000), "unix");
        Assert.Equal(200, guard.Count);
    }

    private LogInGuard Guard(LogInGuardOptions options) => new(options, _time, NullLogger.Instance);

    private void Fail(int times, string name, string peer)
    {
        for (var i = 0; i < times; i++)
            _guard.Failed(name, peer);
    }

    /// <summary>How far the clock has to go on for a log-in to have its turn.</summary>
    private async Task<TimeSpan> WaitAsync(string name, string peer)
    {
        var start = _time.GetUtcNow();
        var waiting = _guard.WaitAsync(name, peer, TestStore.Ct);
        while (!waiting.IsCompleted)
            _time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.True(await waiting);
        return _time.GetUtcNow() - start;
    }
}
