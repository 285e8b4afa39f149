using System.Globalization;

namespace Postfach.Bench.Figures;

/// <summary>What a figure must reach.</summary>
/// <param name="IsRatio">So many times better than the better Dovecot; otherwise at most so much in the figure's own unit.</param>
internal sealed record Aim(double Value, bool IsRatio)
{
    public static Aim Times(double value) => new(value, true);

    public static Aim AtMost(double value) => new(value, false);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsRatio ? "" : "<= ")}{Value:0.##}{(IsRatio ? " : 1" : "")}");
}
