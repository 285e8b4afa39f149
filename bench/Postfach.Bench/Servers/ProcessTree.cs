using System.Globalization;

namespace Postfach.Bench.Servers;

/// <summary>A process and all that it has started, as the kernel tells.</summary>
internal static class ProcessTree
{
    /// <summary>The process itself comes first.</summary>
    public static IReadOnlyList<int> Of(int root)
    {
        var children = Directory.EnumerateDirectories("/proc")
            .Select(d => int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0)
            .ToLookup(ParentOf);
        var all = new List<int> { root };
        for (var i = 0; i < all.Count; i++)
            all.AddRange(children[all[i]]);
        return all;
    }

    /// <summary>Memory of all of them: what several share counts once (PSS).</summary>
    public static long ProportionalBytes(int root) => Of(root).Sum(id => Read($"/proc/{id}/smaps_rollup", "Pss:"));

    /// <summary>Resident memory of one process (RSS).</summary>
    public static long ResidentBytes(int id) => Read($"/proc/{id}/status", "VmRSS:");

    // The name before it stands in parentheses and may hold anything.
    private static int ParentOf(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(stat.AsSpan(stat.LastIndexOf(')') + 1).Trim().ToString().Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    // One that has just ended has none.
    private static long Read(string file, string field)
    {
        try
        {
            var line = File.ReadLines(file).FirstOrDefault(l => l.StartsWith(field, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan(field.Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) << 10;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
