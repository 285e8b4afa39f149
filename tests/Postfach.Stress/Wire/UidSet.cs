using System.Globalization;

namespace Postfach.Stress.Wire;

/// <summary>Sets of numbers as IMAP writes them.</summary>
internal static class UidSet
{
    public static IEnumerable<uint> Read(string set)
    {
        foreach (var range in set.Split(','))
        {
            var ends = range.Split(':');
            var (first, last) = (uint.Parse(ends[0], CultureInfo.InvariantCulture), uint.Parse(ends[^1], CultureInfo.InvariantCulture));
            for (var n = Math.Min(first, last); n <= Math.Max(first, last); n++)
                yield return n;
        }
    }

    /// <summary>Ascending numbers, neighbours as ranges.</summary>
    public static string Write(IEnumerable<uint> numbers)
    {
        var ranges = new List<(uint First, uint Last)>();
        foreach (var number in numbers)
        {
            if (ranges.Count > 0 && ranges[^1].Last + 1 == number)
                ranges[^1] = (ranges[^1].First, number);
            else
                ranges.Add((number, number));
        }

        return string.Join(',', ranges.Select(r => r.First == r.Last ? $"{r.First}" : $"{r.First}:{r.Last}"));
    }
}
