using System.Text;

namespace Postfach.Peers.Corpus;

/// <summary>An item of a message that Dovecot tells otherwise.</summary>
/// <param name="Item">ENVELOPE, BODYSTRUCTURE, a section.</param>
internal sealed record CorpusDifference(string Message, string Item, string Ours, string Theirs, string Decides)
{
    private const int Shown = 100;

    public bool IsSameAs(CorpusDifference other) => (Message, Item, Ours, Theirs) == (other.Message, other.Item, other.Ours, other.Theirs);

    /// <summary>What the one has at the first place where they differ, and some of what stands around it; control and 8-bit characters in hexadecimal.</summary>
    public static CorpusDifference Of(string message, string item, string ours, string theirs)
    {
        var at = ours.AsSpan().CommonPrefixLength(theirs);
        return new CorpusDifference(message, item, Around(ours, at), Around(theirs, at), "");
    }

    /// <summary>Blocks with an empty line between them, # begins a comment.</summary>
    public static IReadOnlyList<CorpusDifference> ReadAll(string path) =>
        [.. string.Join('\n', File.ReadLines(path).Where(l => !l.StartsWith('#'))).Split("\n\n").Select(b => b.Trim('\n')).Where(b => b.Length > 0).Select(Read)];

    public override string ToString() => $"in {Message}\nat {Item}\npostfach {Ours}\ndovecot {Theirs}\ndecides {(Decides.Length == 0 ? "?" : Decides)}\n";

    private static CorpusDifference Read(string block)
    {
        var lines = block.Split('\n').Select(l => l.Split(' ', 2)).ToDictionary(w => w[0], w => w[1]);
        return new CorpusDifference(lines["in"], lines["at"], lines["postfach"], lines["dovecot"], lines["decides"]);
    }

    private static string Around(string text, int at)
    {
        var from = Math.Max(0, at - (Shown / 2));
        var shown = new StringBuilder(from > 0 ? "…" : "");
        foreach (var character in text.AsSpan(from, Math.Min(Shown, text.Length - from)))
            shown.Append(character is < ' ' or > '~' ? $"\\x{(int)character:X2}" : character);
        return shown.Append(from + Shown < text.Length ? "…" : "").ToString();
    }
}
