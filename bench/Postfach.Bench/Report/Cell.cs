using Postfach.Bench.Load;
using Postfach.Bench.Servers;

namespace Postfach.Bench.Report;

/// <summary>What one server has shown for one figure.</summary>
/// <param name="Values">One a round.</param>
/// <param name="Trouble">Why there are none, or why they do not count; null: all is well.</param>
internal sealed record Cell(string Server, ServerKinds Kind, IReadOnlyList<double> Values, string? Trouble)
{
    public bool HasValue => Trouble is null && Values.Count > 0;

    public double Median => Pace.Median(Values);
}
