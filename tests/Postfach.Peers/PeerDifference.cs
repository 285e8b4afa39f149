using System.Text;

namespace Postfach.Peers;

/// <summary>Where Dovecot answers other than a transcript: one step of it, what each says that the other does not, and what decides.</summary>
/// <param name="Transcript">Its path below <c>Transcripts</c>.</param>
/// <param name="Step">What the client says there, as in the transcript.</param>
public sealed record PeerDifference(string Transcript, string Step, IReadOnlyList<string> Ours, IReadOnlyList<string> Theirs, string Decides)
{
    private const string Undecided = "?";

    public bool IsDecided => Decides.Length > 0 && Decides != Undecided;

    /// <summary>All that a list of differences has: blocks with an empty line between them, # begins a comment.</summary>
    public static IReadOnlyList<PeerDifference> ReadAll(string path) =>
        [.. string.Join('\n', File.ReadLines(path, Encoding.Latin1).Where(l => !l.StartsWith('#'))).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(b => b.Trim().Length > 0).Select(Read)];

    /// <summary>Differs in the same way at the same place; whatever decides.</summary>
    public bool IsSameAs(PeerDifference other) =>
        Transcript == other.Transcript && Step == other.Step && Ours.SequenceEqual(other.Ours) && Theirs.SequenceEqual(other.Theirs);

    /// <summary>As the list has it.</summary>
    public override string ToString() =>
        $"in {Transcript}\nat {Step}\n{string.Concat(Ours.Select(l => $"postfach {l}\n"))}{string.Concat(Theirs.Select(l => $"dovecot {l}\n"))}decides {(Decides.Length == 0 ? Undecided : Decides)}\n";

    private static PeerDifference Read(string block)
    {
        var lines = block.Trim('\n').Split('\n').Select(l => l.Split(' ', 2)).Select(w => (Word: w[0], Text: w.Length > 1 ? w[1] : "")).ToList();
        return new PeerDifference(One("in"), One("at"), All("postfach"), All("dovecot"), string.Join(' ', All("decides")));

        string One(string word) => lines.FirstOrDefault(l => l.Word == word).Text ?? throw new FormatException($"no line \"{word}\" in: {block}");

        List<string> All(string word) => [.. lines.Where(l => l.Word == word).Select(l => l.Text)];
    }
}
