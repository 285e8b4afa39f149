namespace Postfach.Serving;

/// <summary>Does something again and again in the background, one time after the other, until it is disposed of.</summary>
internal sealed class Periodic : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    /// <param name="act">Deals with its own failures; may throw <see cref="OperationCanceledException"/> once its token is cancelled.</param>
    public Periodic(TimeSpan period, TimeProvider time, Func<CancellationToken, Task> act) => _running = RunAsync(period, time, act, _stopping.Token);

    /// <summary>Cancels what is being done and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private static async Task RunAsync(TimeSpan period, TimeProvider time, Func<CancellationToken, Task> act, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
                await act(ct);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }
}
