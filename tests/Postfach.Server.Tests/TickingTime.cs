using Microsoft.Extensions.Time.Testing;

namespace Postfach.Server.Tests;

/// <summary>A clock that a test moves, or that goes on by itself with each look at how much time has passed: then work takes time as if it were much.</summary>
internal sealed class TickingTime() : FakeTimeProvider(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero))
{
    public TimeSpan Tick { get; set; }

    /// <summary>Happens at each look while the clock ticks.</summary>
    public Action? Looked { get; set; }

    public override long GetTimestamp()
    {
        if (Tick == TimeSpan.Zero)
            return base.GetTimestamp();
        Looked?.Invoke();
        Advance(Tick);
        return base.GetTimestamp();
    }
}
