using Postfach.Server.Tests;

namespace Postfach.Peers;

/// <summary>Some lines that clients say (or what happens), and what the server must say then.</summary>
internal sealed record PeerStep(IReadOnlyList<TranscriptLine> Before, IReadOnlyList<TranscriptLine> Wanted)
{
    /// <summary>What names it in a list: the line that a client said last before the answers.</summary>
    public string Name => Before is [.., var last] ? last.Kind == 'X' ? last.Text : $"C: {last.Text}" : "the beginning";

    public static IEnumerable<PeerStep> Of(IReadOnlyList<TranscriptLine> lines)
    {
        for (var at = 0; at < lines.Count;)
        {
            var before = lines.Skip(at).TakeWhile(l => l.Kind != 'S').ToList();
            var wanted = lines.Skip(at + before.Count).TakeWhile(l => l.Kind == 'S').ToList();
            yield return new PeerStep(before, wanted);
            at += before.Count + wanted.Count;
        }
    }
}
