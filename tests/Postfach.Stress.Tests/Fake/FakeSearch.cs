using System.Globalization;
using Postfach.Stress.Wire;

namespace Postfach.Stress.Tests.Fake;

/// <summary>The search keys that the tester uses.</summary>
internal static class FakeSearch
{
    public static bool Matches(FakeMessage message, IReadOnlyList<ImapNode> keys)
    {
        var at = 0;
        var all = true;
        while (at < keys.Count)
            all &= Next(message, keys, ref at);
        return all;
    }

    private static bool Next(FakeMessage message, IReadOnlyList<ImapNode> keys, ref int at)
    {
        var key = keys[at++].Text;
        switch (key)
        {
            case "ALL":
                return true;
            case "NOT":
                return !Next(message, keys, ref at);
            case "OR":
                var one = Next(message, keys, ref at);
                return Next(message, keys, ref at) | one;
            case "KEYWORD":
                return message.Flags.Contains(keys[at++].Text);
            case "UNKEYWORD":
                return !message.Flags.Contains(keys[at++].Text);
            case "HEADER":
                return message.Header(keys[at++].Text).Contains(keys[at++].Text, StringComparison.OrdinalIgnoreCase);
            case "LARGER":
                return message.Text.Length > int.Parse(keys[at++].Text, CultureInfo.InvariantCulture);
            default:
                return key.StartsWith("UN", StringComparison.Ordinal) ? !message.Flags.Contains($"\\{key[2..]}") : message.Flags.Contains($"\\{key}");
        }
    }
}
