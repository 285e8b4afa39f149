using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Postfach.Retrieval.Tests.Pop3;

namespace Postfach.Retrieval.Tests.Serving;

/// <summary>Who runs when: a source never twice at once, and all runs can be ended.</summary>
public sealed class RetrievalServiceTests : IAsyncDisposable
{
    private readonly Maildrop _drop = Maildrop.Of(new IPEndPoint(IPAddress.Loopback, 1), "leave");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _drop.DisposeAsync();

    [Fact]
    public async Task A_second_run_waits_for_the_end_of_the_first()
    {
        var provider = new StubbornProvider();
        var service = Service(provider);
        var first = service.RunAsync(_drop.Source, dryRun: false, progress: null, Ct);
        await provider.Asked();
        Assert.True(service.IsRunning(_drop.Source.Id));
        Assert.Null(await service.RunAsync(_drop.Source, dryRun: false, progress: null, Ct));
        var second = service.RunInTurnAsync(_drop.Source, dryRun: false, progress: null, Ct);
        Assert.False(second.IsCompleted);

        provider.Fail();
        Assert.Equal(ProviderFault.Busy, (await first)?.Fault);
        await provider.Asked();
        provider.Fail();
        Assert.Equal(ProviderFault.Busy, (await second).Fault);
        Assert.Equal(2, _drop.Source.State.Failures);
        Assert.False(service.IsRunning(_drop.Source.Id));
    }

    [Fact]
    public async Task A_run_that_is_stopped_has_ended_when_that_is_said()
    {
        var provider = new StubbornProvider();
        var service = Service(provider);
        var run = service.RunAsync(_drop.Source, dryRun: false, progress: null, Ct);
        await provider.Asked();
        await service.StopAsync(_drop.Source.Id);
        Assert.False(service.IsRunning(_drop.Source.Id));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await service.StopAsync(_drop.Source.Id);
    }

    [Fact]
    public async Task A_schedule_tells_when_a_run_is_due_and_tries_a_new_password_at_once()
    {
        var provider = new StubbornProvider();
        var service = Service(provider);
        await using var schedule = new RetrievalSchedule(service, _drop.Time, NullLogger<RetrievalSchedule>.Instance);
        await provider.Asked();
        provider.Fail();
        Assert.Equal(_drop.Time.GetUtcNow(), service.NextRun(_drop.Source.Id));

        _drop.Store.Sources.Update(_drop.Source, _drop.Source.Settings, service.Secrets.Protect("new"));
        await provider.Asked();
        _drop.Store.Sources.Remove(_drop.Source);
        provider.Fail();
    }

    [Fact]
    public async Task A_schedule_leaves_a_provider_alone_for_as_long_as_it_wants()
    {
        var asked = Channel.CreateUnbounded<DateTimeOffset>();
        var service = new RetrievalService(_drop.Store, _drop.Time, NullLogger.Instance, (_, _) =>
        {
            asked.Writer.TryWrite(_drop.Time.GetUtcNow());
            throw new ProviderException(ProviderFault.Busy, "Too soon.") { IsTooSoon = true, RetryAfter = TimeSpan.FromHours(2) };
        });
        await using var schedule = new RetrievalSchedule(service, _drop.Time, NullLogger<RetrievalSchedule>.Instance);
        var first = await asked.Reader.ReadAsync(Ct);
        var again = asked.Reader.ReadAsync(Ct).AsTask();
        while (!again.IsCompleted)
        {
            _drop.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.True(await again - first >= TimeSpan.FromHours(2));
    }

    [Theory]
    [InlineData("It is in use (IN-USE): locked by 12", "It is in use (IN-USE): locked by 13", true)]
    [InlineData("h:995 cannot be reached: no route", "h:995 cannot be reached: nobody answers", true)]
    [InlineData("It refuses (AUTH): no", "It refuses (SYS/TEMP): no", false)]
    [InlineData(null, "It refuses (AUTH): no", false)]
    [InlineData("It refuses (AUTH): no", null, false)]
    public void A_trouble_that_goes_on_is_one_line_in_the_log(string? before, string? now, bool isAlike) => Assert.Equal(isAlike, RunLog.IsAlike(before, now));

    private RetrievalService Service(StubbornProvider provider) => new(_drop.Store, _drop.Time, NullLogger.Instance, provider.OpenAsync);
}
