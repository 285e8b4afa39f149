using Postfach.Bench.Servers;

namespace Postfach.Bench.Growth;

/// <summary>One thing that is measured at one size after another.</summary>
/// <param name="Unit">Less of it is better.</param>
/// <param name="IsPerItem">The work itself grows with the size; otherwise it is the same at every size.</param>
/// <param name="Measure">Gets the server, the user, and the size.</param>
internal sealed record GrowthFigure(string Name, string Unit, bool IsPerItem, Func<MailServer, string, int, Task<double>> Measure)
{
    /// <summary>Smaller ones cannot be told from noise, in the figure's own unit.</summary>
    public double Noise { get; init; } = 5;
}
