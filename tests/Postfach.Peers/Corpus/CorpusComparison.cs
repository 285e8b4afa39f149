using System.Globalization;
using System.Text;
using Postfach.Testing.Corpus;

namespace Postfach.Peers.Corpus;

/// <summary>Gives a message to both servers, asks for all that can be asked of it, and notes where the answers differ. Not thread-safe.</summary>
internal sealed class CorpusComparison(ImapWire ours, ImapWire theirs)
{
    // Of a message with more parts the first ones.
    private const int MaxParts = 40;

    private static readonly string[] WholeMessage =
    [
        "RFC822.SIZE", "ENVELOPE", "BODYSTRUCTURE", "BODY", "BODY.PEEK[]", "BODY.PEEK[HEADER]", "BODY.PEEK[TEXT]", "BODY.PEEK[]<0.10>", "BODY.PEEK[]<7.100>",
        "BODY.PEEK[HEADER]<20.30>", "BODY.PEEK[TEXT]<1.100000000>", "BODY.PEEK[]<1000000000.5>",
        "BODY.PEEK[HEADER.FIELDS (From To Subject Date Content-Type)]", "BODY.PEEK[HEADER.FIELDS.NOT (Received From X-Nothing)]",
    ];

    /// <summary>Items that were compared.</summary>
    public int Compared { get; private set; }

    public async Task<IReadOnlyList<CorpusDifference>> CompareAsync(CorpusMessage message, CancellationToken ct)
    {
        var bytes = AsBothKeepIt(message.Bytes);
        var (one, other) = (await AppendAsync(ours, bytes, ct), await AppendAsync(theirs, bytes, ct));
        var differences = new List<CorpusDifference>();
        var structure = await CompareAsync(message.Name, one, other, WholeMessage, differences, ct);

        // What BODY says is in BODYSTRUCTURE too; and what has another number there cannot be compared.
        if (differences.Exists(d => d.Item is "BODYSTRUCTURE"))
            differences.RemoveAll(d => d.Item is "BODY");
        else
            await CompareAsync(message.Name, one, other, [.. Parts(structure["BODYSTRUCTURE"], []).Take(MaxParts).SelectMany(Sections)], differences, ct);
        return differences;
    }

    // Dovecot writes LF for each line's end and gives CRLF for it, and 0x80 for a NUL when it stores: what is compared is what both can hold.
    private static byte[] AsBothKeepIt(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', ' ').Replace('\0', '\x80');
        return Encoding.Latin1.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal));
    }

    private static async Task<uint> AppendAsync(ImapWire imap, byte[] message, CancellationToken ct) =>
        (await imap.AppendAsync("INBOX", "", message, ct)).AppendUid.Uid;

    private async Task<IReadOnlyDictionary<string, DataNode>> CompareAsync(
        string message, uint one, uint other, string[] items, List<CorpusDifference> differences, CancellationToken ct)
    {
        if (items.Length == 0)
            return new Dictionary<string, DataNode>();
        var (mine, its) = (await FetchAsync(ours, one, items, ct), await FetchAsync(theirs, other, items, ct));
        foreach (var name in mine.Keys.Union(its.Keys, StringComparer.OrdinalIgnoreCase).Where(n => n != "UID").Order(StringComparer.Ordinal))
        {
            Compared++;
            var (my, their) = (Said(mine, name), Said(its, name));
            if (my != their)
                differences.Add(CorpusDifference.Of(message, name, my, their));
        }

        return mine;
    }

    private static string Said(IReadOnlyDictionary<string, DataNode> items, string name) => items.TryGetValue(name, out var node) ? DovecotManner.Without(name, node).ToString() : "(nothing)";

    private static async Task<IReadOnlyDictionary<string, DataNode>> FetchAsync(ImapWire imap, uint uid, string[] items, CancellationToken ct)
    {
        var answer = await imap.RunAsync(string.Create(CultureInfo.InvariantCulture, $"UID FETCH {uid} ({string.Join(' ', items)})"), ct);
        return FetchAnswer.Read(answer.Untagged.Single(u => u.Text.Contains($" FETCH (UID {uid} ", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Sections((string Number, bool IsMessage) part)
    {
        yield return $"BODY.PEEK[{part.Number}]";
        yield return $"BODY.PEEK[{part.Number}]<3.40>";
        yield return $"BODY.PEEK[{part.Number}.MIME]";
        if (!part.IsMessage)
            yield break;
        yield return $"BODY.PEEK[{part.Number}.HEADER]";
        yield return $"BODY.PEEK[{part.Number}.TEXT]";
        yield return $"BODY.PEEK[{part.Number}.HEADER.FIELDS (Subject)]";
    }

    /// <summary>The numbers that parts have. RFC 9051 §6.4.5.1.</summary>
    private static IEnumerable<(string Number, bool IsMessage)> Parts(DataNode structure, IReadOnlyList<int> path)
    {
        var body = ((DataNode.List)structure).Nodes;
        if (body[0] is not DataNode.List)
            return Leaf(body, path.Count == 0 ? [1] : path);
        return body.TakeWhile(n => n is DataNode.List).SelectMany((child, i) => Child((DataNode.List)child, [.. path, i + 1]));
    }

    private static IEnumerable<(string Number, bool IsMessage)> Child(DataNode.List body, IReadOnlyList<int> path) =>
        body.Nodes[0] is DataNode.List ? [(Number(path), false), .. Parts(body, path)] : Leaf(body.Nodes, path);

    private static IEnumerable<(string Number, bool IsMessage)> Leaf(IReadOnlyList<DataNode> body, IReadOnlyList<int> path)
    {
        var isMessage = body is [DataNode.Text type, DataNode.Text subtype, ..] && body.Count > 8 && body[8] is DataNode.List
            && type.Value.Equals("message", StringComparison.OrdinalIgnoreCase) && subtype.Value.Equals("rfc822", StringComparison.OrdinalIgnoreCase);
        return isMessage ? [(Number(path), true), .. Inside((DataNode.List)body[8], path)] : [(Number(path), false)];
    }

    private static IEnumerable<(string Number, bool IsMessage)> Inside(DataNode.List body, IReadOnlyList<int> path) =>
        body.Nodes[0] is DataNode.List ? Parts(body, path) : Leaf(body.Nodes, [.. path, 1]);

    private static string Number(IReadOnlyList<int> path) => string.Join('.', path);
}
