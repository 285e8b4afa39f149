using System.Text;

namespace Postfach.Server.Tests;

/// <summary>A file that reads like a page of an RFC; the README beside the files says how.</summary>
/// <param name="Shows">Announced capabilities that this is the proof of.</param>
public sealed record Transcript(string Protocol, IReadOnlyList<string> Shows, IReadOnlyList<string> Givens, IReadOnlyList<TranscriptLine> Lines)
{
    public bool CanPipeline => !Givens.Contains("not pipelined") && Lines.All(l => l.Connection == 1 && l.Kind is 'C' or 'S');

    public static Transcript Read(string path)
    {
        var protocol = Path.GetFileName(Path.GetDirectoryName(path))!;
        var shows = new List<string>();
        var givens = new List<string>();
        var lines = new List<TranscriptLine>();
        
        // A character a byte, as what travels is shown.
        foreach (var (text, number) in File.ReadAllLines(path, Encoding.Latin1).Select((line, index) => (line, index + 1)))
        {
            if (text.StartsWith("# shows ", StringComparison.Ordinal))
                shows.AddRange(text["# shows ".Length..].Split(' '));
            if (text.Length == 0 || text.StartsWith('#'))
                continue;
            if (text.StartsWith("given ", StringComparison.Ordinal))
                givens.Add(text["given ".Length..].Trim());
            else if (text.StartsWith('|'))
                givens[^1] += "\n" + (text.Length > 2 ? text[2..] : "");
            else
                lines.Add(TranscriptLine.Read(text, number));
        }

        return new Transcript(protocol, shows, givens, lines);
    }
}
