using System.Collections.Concurrent;
using System.Globalization;

namespace Postfach.Crash;

/// <summary>What a run counted and what it found wrong. Any thread may call.</summary>
internal sealed class CrashReport
{
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly ConcurrentDictionary<string, int> _acknowledged = new();
    private readonly ConcurrentDictionary<string, (int Happened, int Not)> _inFlight = new();
    private readonly ConcurrentDictionary<string, int> _ends = new();
    private readonly ConcurrentBag<TimeSpan> _starts = [];
    private readonly ConcurrentBag<TimeSpan> _openings = [];
    private long _compared;

    public IReadOnlyCollection<string> Violations => _violations;

    public int Kills => _ends.Where(e => e.Key != "stopped").Sum(e => e.Value);

    public int AcknowledgedChanges => _acknowledged.Values.Sum();

    public void Violation(string what) => _violations.Enqueue(what);

    public void Acknowledged(string kind) => _acknowledged.AddOrUpdate(kind, 1, (_, n) => n + 1);

    public void InFlight(string kind, bool happened) => _inFlight.AddOrUpdate(
        kind, happened ? (1, 0) : (0, 1), (_, n) => happened ? (n.Happened + 1, n.Not) : (n.Happened, n.Not + 1));

    /// <summary>How the server ended.</summary>
    public void Ended(string how) => _ends.AddOrUpdate(how, 1, (_, n) => n + 1);

    /// <param name="ready">From the start to "ready".</param>
    public void Started(TimeSpan ready) => _starts.Add(ready);

    /// <param name="opened">From the first log-in to the answer: an account is opened, and repaired where it must be.</param>
    public void Opened(TimeSpan opened) => _openings.Add(opened);

    public void Compared(int messages) => Interlocked.Add(ref _compared, messages);

    public override string ToString() => $"""
        ends            {Counts(_ends)}
        acknowledged    {Counts(_acknowledged)}
        in flight       {string.Join(", ", _inFlight.OrderBy(p => p.Key).Select(p => $"{p.Key} {p.Value.Happened + p.Value.Not} ({p.Value.Happened} took effect)"))}
        compared        {_compared} messages after {_starts.Count} starts
        ready after     {Times(_starts)}
        account opened  {Times(_openings)}
        violations      {(_violations.IsEmpty ? "none" : $"{_violations.Count}\n{string.Join('\n', _violations)}")}
        """;

    private static string Counts(IEnumerable<KeyValuePair<string, int>> counts) => string.Join(", ", counts.OrderBy(c => c.Key).Select(c => $"{c.Key} {c.Value}"));

    private static string Times(ConcurrentBag<TimeSpan> times) => times.IsEmpty ? "-" : string.Create(
        CultureInfo.InvariantCulture, $"{times.Average(t => t.TotalMilliseconds):0} ms on average, {times.Max(t => t.TotalMilliseconds):0} ms at most");
}
