using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Postfach.Server.Tests;

/// <summary>One line of a transcript.</summary>
/// <param name="Kind">C: the client says it. S: the server must. X: something happens (close, advance).</param>
public sealed partial record TranscriptLine(char Kind, int Connection, string Text, int Number)
{
    public static TranscriptLine Read(string text, int number)
    {
        var said = Said().Match(text);
        return said.Success
            ? new TranscriptLine(said.Groups[1].Value[0], said.Groups[2].Length == 0 ? 1 : int.Parse(said.Groups[2].Value, CultureInfo.InvariantCulture), said.Groups[3].Value, number)
            : new TranscriptLine('X', 0, text, number);
    }

    /// <summary>What the server said fits: "..." stands for anything, &lt;name&gt; for a value that is kept, and the same from then on.</summary>
    public bool Matches(string line, Dictionary<string, string> values)
    {
        var pattern = new StringBuilder("^");
        var names = new List<string>();
        foreach (var piece in Pieces().Split(Text).Where(p => p.Length > 0))
        {
            if (piece == "...")
            {
                pattern.Append(".*?");
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

    [GeneratedRegex(@"^([CS])(\d*): ?(.*)$")]
    private static partial Regex Said();

    [GeneratedRegex(@"(\.\.\.|<[a-z][a-z0-9]*>)")]
    private static partial Regex Pieces();

    [GeneratedRegex(@"^<[a-z][a-z0-9]*>$")]
    private static partial Regex Name();
}
