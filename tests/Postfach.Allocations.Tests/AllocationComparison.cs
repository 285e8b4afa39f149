using System.Globalization;

namespace Postfach.Allocations.Tests;

/// <summary>What was measured beside what the file says.</summary>
internal static class AllocationComparison
{
    /// <summary>Bytes by which a figure may differ where a tenth of it is less: two small objects.</summary>
    public const long LeastTolerance = 64;

    /// <summary>A line for each figure that differs, and for each name that only one side has.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyDictionary<string, long> file, IReadOnlyDictionary<string, long> measured) =>
    [
        .. measured.Where(m => file.ContainsKey(m.Key) && Differs(file[m.Key], m.Value)).Select(m => Line(m.Key, file[m.Key], m.Value)),
        .. measured.Keys.Except(file.Keys).Select(name => $"{name}: is not in the file"),
        .. file.Keys.Except(measured.Keys).Select(name => $"{name}: is in the file, but is no operation"),
    ];

    private static bool Differs(long held, long found) => Math.Abs(found - held) > Math.Max(LeastTolerance, held / 10);

    private static string Line(string name, long held, long found) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}: allocates {(found > held ? "more" : "less")}, {found:N0} bytes instead of {held:N0}");
}
