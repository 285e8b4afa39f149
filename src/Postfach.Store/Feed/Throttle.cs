namespace Postfach.Store;

/// <summary>Rests as long as was worked, so that it takes half of one core at most; where others have something to do, four times as long. Not thread-safe.</summary>
internal sealed class Throttle(TimeProvider time, Func<bool> isBusy)
{
    private const int RestsWhileBusy = 4;

    // A machine that slept while it worked need not make up for that.
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    private long _since = time.GetTimestamp();

    /// <summary>Work begins.</summary>
    public void Begin() => _since = time.GetTimestamp();

    /// <summary>Rests, and begins to work again.</summary>
    public async Task RestAsync(CancellationToken ct)
    {
        var rest = time.GetElapsedTime(_since) * (isBusy() ? RestsWhileBusy : 1);
        await Task.Delay(rest < LongestRest ? rest : LongestRest, time, ct);
        Begin();
    }
}
