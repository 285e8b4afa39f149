namespace Postfach.Store;

/// <summary>Rests as long as was worked: of one core it takes half at most. Not thread-safe.</summary>
internal sealed class Throttle(TimeProvider time)
{
    private long _since = time.GetTimestamp();

    /// <summary>Work begins.</summary>
    public void Begin() => _since = time.GetTimestamp();

    /// <summary>Rests, and begins to work again.</summary>
    public async Task RestAsync(CancellationToken ct)
    {
        await Task.Delay(time.GetElapsedTime(_since), time, ct);
        Begin();
    }
}
