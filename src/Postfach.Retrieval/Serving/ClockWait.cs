using Postfach.Mail;

namespace Postfach.Retrieval;

/// <summary>
/// Waits for a time of a machine whose clock may jump: a laptop sleeps, and while it does timers stand still and the clock does not; a clock that was wrong is set
/// right, also backwards.
/// </summary>
internal static class ClockWait
{
    // How long after waking it may take to be noticed, and a due time that has become another one.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(1);

    /// <summary>Ends when the clock says so, or when as much time has passed as it was to last from now on: the first of both.</summary>
    /// <param name="due">Asked now and then; may become sooner.</param>
    public static async Task UntilAsync(Func<DateTimeOffset> due, TimeProvider time, CancellationToken ct)
    {
        var (began, mark) = (time.GetUtcNow(), time.GetTimestamp());
        while (true)
        {
            var end = due();
            var left = Extremes.Min(end - time.GetUtcNow(), end - began - time.GetElapsedTime(mark));
            if (left <= TimeSpan.Zero)
                return;

            // Timers know milliseconds alone, and less than one would be none.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(Extremes.Min(left, BetweenLooks).TotalMilliseconds)), time, ct);
        }
    }
}
