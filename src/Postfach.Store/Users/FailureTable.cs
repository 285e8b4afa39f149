namespace Postfach.Store;

/// <summary>Wrong passwords of each user, or from each address, and the wait that comes of them. Not thread-safe.</summary>
internal sealed class FailureTable(LogInGuardOptions options, TimeSpan longest, TimeProvider time)
{
    private readonly RecentTable<Failures> _table = new(options.Remembered);

    private readonly long _start = time.GetTimestamp();

    // More than these change nothing but the time until all is forgotten.
    private readonly double _most = options.FreeFailures + Math.Log2(Math.Max(1, longest / options.FirstDelay)) + 1;

    public int Count => _table.Count;

    // Not the time of day, which may be set back.
    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>How long the next log-in waits.</summary>
    public TimeSpan DelayOf(string key)
    {
        var beyond = CountOf(key) - options.FreeFailures;
        if (beyond < 0)
            return TimeSpan.Zero;
        var delay = options.FirstDelay * Math.Pow(2, beyond);
        return delay < longest ? delay : longest;
    }

    /// <summary>The same, behind those who wait already.</summary>
    /// <returns>Null: that would be longer than the longest wait.</returns>
    public TimeSpan? Queue(string key)
    {
        var delay = DelayOf(key);
        if (delay == TimeSpan.Zero || !_table.TryGet(key, out var failures))
            return delay;
        var now = Now;
        var free = failures.FreeAt > now ? failures.FreeAt : now;
        if (free + delay - now > longest)
            return null;
        _table.Set(key, failures with { FreeAt = free + delay });
        return free + delay - now;
    }

    /// <returns>Whether from now on log-ins wait that did not until now.</returns>
    public bool Add(string key)
    {
        var before = CountOf(key);
        var freeAt = _table.TryGet(key, out var failures) ? failures.FreeAt : TimeSpan.Zero;
        _table.Set(key, new Failures(Math.Min(before + 1, _most), Now, freeAt));
        return before < options.FreeFailures && before + 1 >= options.FreeFailures;
    }

    private double CountOf(string key) => _table.TryGet(key, out var failures)
        ? Math.Max(0, failures.Count - ((Now - failures.At) / options.ForgetAfter))
        : 0;

    /// <param name="Count">At the time <paramref name="At"/>; less since then.</param>
    /// <param name="FreeAt">When those who wait have had their turn.</param>
    private sealed record Failures(double Count, TimeSpan At, TimeSpan FreeAt);
}
