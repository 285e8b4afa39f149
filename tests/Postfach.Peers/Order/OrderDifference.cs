namespace Postfach.Peers.Order;

/// <summary>A message that Dovecot puts elsewhere.</summary>
/// <param name="Orders">In which orders and threads, as <see cref="OrderComparison.Orders"/> names them.</param>
/// <param name="Decides">Who is right, and by which sentence.</param>
internal sealed record OrderDifference(string Message, IReadOnlyList<string> Orders, string Decides)
{
    /// <summary>Blocks with an empty line between them, # begins a comment.</summary>
    public static IReadOnlyList<OrderDifference> ReadAll(string path) =>
        [.. string.Join('\n', File.ReadLines(path).Where(l => !l.StartsWith('#'))).Split("\n\n").Select(b => b.Trim('\n')).Where(b => b.Length > 0).Select(Read)];

    private static OrderDifference Read(string block)
    {
        var lines = block.Split('\n').Select(l => l.Split(' ', 2)).ToDictionary(w => w[0], w => w[1]);
        return new OrderDifference(lines["in"], lines["at"].Split(", "), lines["decides"]);
    }
}
