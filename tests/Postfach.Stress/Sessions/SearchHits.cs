using System.Globalization;
using Postfach.Stress.Wire;

namespace Postfach.Stress.Sessions;

/// <summary>The answer to a SEARCH, in either form.</summary>
internal sealed class SearchHits
{
    public HashSet<uint> Numbers { get; } = [];

    public uint? Count { get; private set; }

    public uint? Least { get; private set; }

    public uint? Greatest { get; private set; }

    public void ReadSearch(IEnumerable<ImapNode> numbers) =>
        Numbers.UnionWith(numbers.Where(n => !n.List.Any()).Select(n => uint.Parse(n.Text, CultureInfo.InvariantCulture)));

    /// <param name="items">Names and values.</param>
    public void ReadExtended(IReadOnlyList<ImapNode> items)
    {
        for (var i = 0; i + 1 < items.Count; i++)
        {
            switch (items[i].Text.ToUpperInvariant())
            {
                case "ALL": Numbers.UnionWith(UidSet.Read(items[++i].Text)); break;
                case "COUNT": Count = Number(items[++i]); break;
                case "MIN": Least = Number(items[++i]); break;
                case "MAX": Greatest = Number(items[++i]); break;
            }
        }
    }

    private static uint Number(ImapNode node) => uint.Parse(node.Text, CultureInfo.InvariantCulture);
}
