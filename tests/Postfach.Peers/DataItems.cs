using System.Globalization;
using System.Text.RegularExpressions;

namespace Postfach.Peers;

/// <summary>The names and values of a FETCH or STATUS response: a server may send them in any order.</summary>
internal static partial class DataItems
{
    /// <summary>The response with its items sorted; as it was when it is no such response, or cannot be read as one.</summary>
    public static string InOrder(string response)
    {
        if (Head().Match(response) is not { Success: true } head || Read(response, head.Length) is not { Count: > 1 } words || words.Count % 2 != 0)
            return response;
        var items = words.Chunk(2).Select(pair => $"{pair[0]} {pair[1]}").Order(StringComparer.Ordinal);
        return $"{head.Value}{string.Join(' ', items)})";
    }

    // The words between the outer parentheses, or null.
    private static List<string>? Read(string text, int at)
    {
        var words = new List<string>();
        while (at < text.Length && text[at] != ')')
        {
            var end = EndOfWord(text, at);
            words.Add(text[at..end]);
            at = end < text.Length && text[end] == ' ' ? end + 1 : end;
        }

        return at == text.Length - 1 ? words : null;
    }

    private static int EndOfWord(string text, int at)
    {
        for (var depth = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '"':
                    at = EndOfQuoted(text, at);
                    break;
                case '{' when Literal().Match(text, at) is { Success: true } literal:
                    at = EndOfLiteral(text, literal) - 1;
                    break;
                case '(' or '[':
                    depth++;
                    break;
                case ')' or ']' when depth > 0:
                    depth--;
                    break;
                case ')' or ' ' when depth == 0:
                    return at;
            }
        }

        return at;
    }

    private static int EndOfQuoted(string text, int at)
    {
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\')
                at++;
        }

        return at;
    }

    // A line's end is two bytes; a transcript writes a byte as \x00.
    private static int EndOfLiteral(string text, Match literal)
    {
        var at = literal.Index + literal.Length;
        for (var left = int.Parse(literal.Groups[1].Value, CultureInfo.InvariantCulture); left > 0 && at < text.Length; left--)
        {
            if (text[at] == Normal.LineEnd)
                left--;
            at += text.AsSpan(at).StartsWith("\\x") ? 4 : 1;
        }

        return Math.Min(at, text.Length);
    }

    [GeneratedRegex(@"^\* (\d+ FETCH|STATUS [^ ]+) \(")]
    private static partial Regex Head();

    [GeneratedRegex(@"\G\{(\d+)\}\u00b6")]
    private static partial Regex Literal();
}
