namespace Postfach.Bench.Growth;

/// <summary>One figure at all sizes.</summary>
/// <param name="Ours">Size and value, the smallest size first.</param>
/// <param name="Theirs">The better Dovecot's, at one size; null: it was not asked.</param>
internal sealed record GrowthLine(GrowthFigure Figure, IReadOnlyList<(int Size, double Value)> Ours, (int Size, double Value)? Theirs)
{
    // What caches of the machine and other work on it may add.
    private const double Tolerance = 2;

    /// <summary>There are sizes enough to tell how it grows.</summary>
    public bool IsTold => Ours.Count >= 3;

    /// <summary>By how many times it grew from the second smallest size to the largest; the smallest is mostly what a command costs at all.</summary>
    public double Grown => Math.Max(Ours[^1].Value, Figure.Noise) / Math.Max(Second.Value, Figure.Noise);

    /// <summary>By how many times n log n grew between the same sizes; or log n, where the work is the same at every size.</summary>
    public double Allowed => Work(Ours[^1].Size) / Work(Second.Size);

    public bool GrowsTooFast => IsTold && Grown > Allowed * Tolerance;

    private (int Size, double Value) Second => Ours[Math.Min(1, Ours.Count - 1)];

    private double Work(double size) => Math.Log2(size) * (Figure.IsPerItem ? size : 1);
}
