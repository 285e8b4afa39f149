using System.Text.RegularExpressions;

namespace Postfach.Peers.Corpus;

/// <summary>What Dovecot says in its own manner, where the RFC leaves it free, is not compared: each rule says which.</summary>
internal static partial class DovecotManner
{
    /// <summary>The data as both would say it.</summary>
    public static DataNode Without(string item, DataNode data) => (item, data) switch
    {
        ("ENVELOPE", _) => Envelope(data),
        ("BODY" or "BODYSTRUCTURE", DataNode.List body) => Body(body),
        _ => data,
    };

    private static DataNode Envelope(DataNode data) => data switch
    {
        DataNode.Text text => new DataNode.Text(Spaces().Replace(Missing(text.Value), " ").Trim()),
        DataNode.List list => new DataNode.List([.. list.Nodes.Select(Envelope)]),
        _ => data,
    };

    // RFC 9051 §7.5.2 has no word for what an address lacks: "" here, and these there, for clients that cannot bear it.
    private static string Missing(string text) => text is "MISSING_MAILBOX" or "MISSING_DOMAIN" ? "" : text;

    private static DataNode.List Body(DataNode.List body) => body.Nodes[0] is DataNode.List
        ? new DataNode.List([.. body.Nodes.TakeWhile(n => n is DataNode.List).Select(n => Body((DataNode.List)n)), .. body.Nodes.SkipWhile(n => n is DataNode.List)])
        : new DataNode.List([.. body.Nodes.Select((node, at) => Field(body.Nodes, node, at))]);

    private static DataNode Field(IReadOnlyList<DataNode> leaf, DataNode field, int at) => at switch
    {
        // RFC 2045 §5.1, §6.1: the case of a type, of a charset and of an encoding does not count.
        0 or 1 or 5 => UpperCase(field),
        2 when Is(leaf[0], "text") => WithCharset(field),
        7 when field is DataNode.List => Envelope(field),
        8 when leaf[7] is DataNode.List && field is DataNode.List body => Body(body),
        _ => field,
    };

    // RFC 2046 §4.1.2 gives text/plain a charset where none is said; for other kinds of text Postfach says none (RFC 6657 §3), Dovecot the same one.
    private static DataNode.List WithCharset(DataNode parameters)
    {
        var nodes = parameters is DataNode.List list ? list.Nodes : [];
        var at = nodes.ToList().FindIndex(n => Is(n, "charset"));
        return at < 0
            ? new DataNode.List([.. nodes, new DataNode.Text("CHARSET"), new DataNode.Text("US-ASCII")])
            : new DataNode.List([.. nodes.Select((node, i) => i == at || i == at + 1 ? UpperCase(node) : node)]);
    }

    private static DataNode UpperCase(DataNode node) => node is DataNode.Text text ? new DataNode.Text(text.Value.ToUpperInvariant()) : node;

    private static bool Is(DataNode node, string word) => node is DataNode.Text text && text.Value.Equals(word, StringComparison.OrdinalIgnoreCase);

    // RFC 5322 §2.2.3: unfolding takes away the line's end and nothing else. Dovecot makes one space of several.
    [GeneratedRegex("[ \t]+")]
    private static partial Regex Spaces();
}
