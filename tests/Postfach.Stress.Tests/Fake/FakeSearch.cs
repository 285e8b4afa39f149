using System.Globalization;
using Postfach.Stress.Wire;

namespace Postfach.Stress.Tests.Fake;

/// <summary>The search keys that the tester uses, held against one message.</summary>
/// <param name="number">Its sequence number.</param>
/// <param name="knowsText">TEXT and BODY find it.</param>
internal sealed class FakeSearch(FakeMessage message, uint number, bool knowsText, IReadOnlyList<ImapNode> keys)
{
    private int _at;

    public bool Matches()
    {
        var all = true;
        while (_at < keys.Count)
            all &= Next();
        return all;
    }

    private bool Next()
    {
        var key = Word();
        switch (key)
        {
            case "ALL":
                return true;
            case "NOT":
                return !Next();
            case "OR":
                var one = Next();
                return Next() | one;
            case "KEYWORD":
                return message.Flags.Contains(Word());
            case "UNKEYWORD":
                return !message.Flags.Contains(Word());
            case "HEADER":
                return Has(message.Header(Word()), Word());
            case "SUBJECT":
                return Has(message.Header("Subject"), Word());
            case "BODY":
                return Has(message.DecodedBody, Word()) && knowsText;
            case "TEXT":
                return Has($"{message.Head}\r\n{message.DecodedBody}", Word()) && knowsText;
            case "LARGER":
                return message.Text.Length > int.Parse(Word(), CultureInfo.InvariantCulture);
            default:
                if (char.IsDigit(key[0]))
                    return UidSet.Read(key).Contains(number);
                return key.StartsWith("UN", StringComparison.Ordinal) ? !message.Flags.Contains($"\\{key[2..]}") : message.Flags.Contains($"\\{key}");
        }
    }

    private static bool Has(string text, string piece) => text.Contains(piece, StringComparison.OrdinalIgnoreCase);

    private string Word() => keys[_at++].Text;
}
