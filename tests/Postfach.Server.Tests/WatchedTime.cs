using Microsoft.Extensions.Time.Testing;

namespace Postfach.Server.Tests;

/// <summary>A clock that only a test moves, and that tells when somebody has begun to wait for just one time.</summary>
internal sealed class WatchedTime(TimeSpan watched) : FakeTimeProvider
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Begun => _begun.Task;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime == watched)
            _begun.TrySetResult();
        return timer;
    }
}
