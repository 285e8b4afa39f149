using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Postfach.Server.Tests;

/// <summary>One line of a transcript.</summary>
/// <param name="Kind">C: the client says it. S: the server must. X: something happens (close, advance).</param>
/// <param name="IsWhole">False: the client does not say the CRLF.</param>
public sealed partial record TranscriptLine(char Kind, int Connection, string Text, int Number, bool IsWhole)
{
    public static TranscriptLine Read(string text, int number)
    {
        var said = SaidLine().Match(text);
        return said.Success
            ? new TranscriptLine(said.Groups[1].Value[0], said.Groups[2].Length == 0 ? 1 : int.Parse(said.Groups[2].Value, CultureInfo.InvariantCulture), said.Groups[4].Value, number, said.Groups[3].Value == ":")
            : new TranscriptLine('X', 0, text, number, true);
    }

    /// <summary>What travels when the client says it.</summary>
    public string Said => Unescape(Text) + (IsWhole ? "\r\n" : "");

    /// <summary>The same, with a value that was kept before where &lt;=name&gt; stands.</summary>
    public string SaidWith(Dictionary<string, string> values) => values.Aggregate(Said, (said, value) => said.Replace($"<={value.Key[1..]}", value.Value, StringComparison.Ordinal));

    /// <summary>With the bytes that are written as \x00 and the like.</summary>
    public static string Unescape(string text)
    {
        for (var at = text.IndexOf("\\x", StringComparison.Ordinal); at >= 0; at = text.IndexOf("\\x", at + 1, StringComparison.Ordinal))
            text = text[..at] + (char)int.Parse(text.AsSpan(at + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) + text[(at + 4)..];
        return text;
    }

    /// <summary>What the server said fits: "..." stands for anything, &lt;name&gt; for a value that is kept, and the same from then on.</summary>
    public bool Matches(string line, Dictionary<string, string> values)
    {
        var pattern = new StringBuilder("^");
        var names = new List<string>();
        foreach (var piece in Pieces().Split(Unescape(Text)).Where(p => p.Length > 0))
        {
            if (piece == "...")
            {
                pattern.Append("(?s:.*?)");
            }
            else if (piece.StartsWith('<') && Name().IsMatch(piece))
            {
                var known = values.TryGetValue(piece, out var value) || names.Contains(piece);
                pattern.Append(known ? value is null ? $"\\k<{piece[1..^1]}>" : Regex.Escape(value) : $"(?<{piece[1..^1]}>[^ \\])]+)");
                if (!known)
                    names.Add(piece);
            }
            else
            {
                pattern.Append(Regex.Escape(piece));
            }
        }

        var match = Regex.Match(line, pattern.Append('$').ToString(), RegexOptions.CultureInvariant);
        foreach (var name in names.Where(_ => match.Success))
            values[name] = match.Groups[name[1..^1]].Value;
        return match.Success;
    }

    [GeneratedRegex(@"^([CS])(\d*)([:~]) ?(.*)$")]
    private static partial Regex SaidLine();

    [GeneratedRegex(@"(\.\.\.|<[a-z][a-z0-9]*>)")]
    private static partial Regex Pieces();

    [GeneratedRegex(@"^<[a-z][a-z0-9]*>$")]
    private static partial Regex Name();
}
