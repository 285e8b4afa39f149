using System.Globalization;

namespace Postfach.Bench.InProcess;

/// <summary>Prints what one measurement found: its name, then figures with their units.</summary>
internal sealed class Measured(string name)
{
    public void Print(string what, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-24} {what,-44} {value,12:N1} {unit}"));
}
