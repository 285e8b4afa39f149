using System.Collections.Concurrent;
using System.Text.Json;

namespace Postfach.Stress;

/// <summary>What a run counted and found. Any thread may call.</summary>
internal sealed class StressReport(StressSettings settings)
{
    // What follows the first ones is mostly their consequence.
    private const int MostFindings = 20;

    private readonly ConcurrentQueue<Finding> _findings = new();
    private readonly ConcurrentDictionary<string, long> _counts = new();
    private long _commands;

    public IReadOnlyCollection<Finding> Findings => _findings;

    public long Commands => Interlocked.Read(ref _commands);

    public int CheckPoints { get; set; }

    public TimeSpan Took { get; set; }

    public bool MustStop => !_findings.IsEmpty || Commands >= settings.MostCommands;

    public long Count(string kind) => _counts.GetValueOrDefault(kind);

    public void Counted(string kind)
    {
        Interlocked.Increment(ref _commands);
        _counts.AddOrUpdate(kind, 1, (_, n) => n + 1);
    }

    public void Found(string session, Rule rule, string what, IEnumerable<string> log)
    {
        if (_findings.Count < MostFindings)
            _findings.Enqueue(new Finding(settings.Seed, session, rule, what, [.. log]));
    }

    public string ToJson() => JsonSerializer.Serialize(new
    {
        seed = settings.Seed,
        connections = settings.Connections,
        seconds = Math.Round(Took.TotalSeconds, 1),
        commands = Commands,
        checkPoints = CheckPoints,
        counts = _counts.OrderBy(c => c.Key, StringComparer.Ordinal).ToDictionary(c => c.Key, c => c.Value),
        findings = _findings.Select(f => new { rule = f.Rule.Name, paragraph = f.Rule.Paragraph, session = f.Session, what = f.What, log = f.Log }),
    });

    public override string ToString() => $"""
        seed          {settings.Seed}
        connections   {settings.Connections}
        took          {Took:c}
        commands      {Commands}: {string.Join(", ", _counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key} {c.Value}"))}
        check points  {CheckPoints}
        findings      {(_findings.IsEmpty ? "none" : $"{_findings.Count}\n\n{string.Join("\n\n", _findings)}")}
        """;
}
