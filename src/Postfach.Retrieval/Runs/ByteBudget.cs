using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>How many bytes may still be fetched today.</summary>
internal sealed class ByteBudget
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly long? _daily;

    public ByteBudget(SourceSettings settings, SourceState state, DateTimeOffset now)
    {
        _daily = settings.DailyBytes;

        // A day that begins later than now was begun by a clock that was ahead of time.
        var goesOn = state.BudgetFrom is { } from && from <= now && now - from < Day;
        (From, Used) = (goesOn ? state.BudgetFrom!.Value : now, goesOn ? state.BudgetUsed : 0);
    }

    /// <summary>When the day began.</summary>
    public DateTimeOffset From { get; }

    /// <summary>Bytes since then.</summary>
    public long Used { get; private set; }

    /// <summary>Bytes.</summary>
    public long Left => _daily is { } daily ? Math.Max(0, daily - Used) : long.MaxValue;

    /// <summary>Nothing has come today.</summary>
    public bool IsUntouched => Used == 0;

    public void Use(long bytes) => Used += bytes;

    /// <summary>When so many bytes more will be here, for a person.</summary>
    public string Forecast(long bytes)
    {
        var days = _daily is > 0 and var daily ? (bytes + daily - 1) / daily : 0;
        return FormattableString.Invariant($"{bytes / (double)(1 << 20):0.#} MB more at {(_daily ?? 0) / (double)(1 << 20):0.#} MB a day, done on {From + (days * Day):dddd, d MMMM}.");
    }
}
