using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Postfach.Retrieval.Tests.Serving;

/// <summary>The clock of a laptop: while it sleeps timers stand still, and the clock goes on. It tells of each timer that is made, so that nobody waits for real.</summary>
internal sealed class LaptopClock(FakeTimeProvider awake) : TimeProvider
{
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>By how much the clock is ahead of the time that has passed for timers; may be negative.</summary>
    public TimeSpan Ahead { get; set; }

    public override long TimestampFrequency => awake.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => awake.GetUtcNow() + Ahead;

    public override long GetTimestamp() => awake.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = awake.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Waits until somebody has begun to wait.</summary>
    /// <returns>For how long.</returns>
    public async Task<TimeSpan> TimerAsync() => await _timers.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(PostfachProgram.Patience);

    /// <summary>Waits until somebody has begun to wait, who goes on waiting: what the time that passed has set going is done.</summary>
    public async Task SettleAsync() => await _timers.Reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(PostfachProgram.Patience);

    /// <summary>Waits until the only one who waits has begun to, and lets that time pass.</summary>
    public async Task PassAsync() => awake.Advance(await TimerAsync());
}
