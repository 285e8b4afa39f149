namespace Postfach.Peers.Corpus;

/// <summary>A piece of a FETCH response's data.</summary>
internal abstract record DataNode
{
    private DataNode()
    {
    }

    public sealed record Nil : DataNode
    {
        public override string ToString() => "NIL";
    }

    public sealed record Number(long Value) : DataNode
    {
        public override string ToString() => $"{Value}";
    }

    /// <param name="Value">An octet a character.</param>
    public sealed record Text(string Value) : DataNode
    {
        public override string ToString() => $"\"{Value}\"";
    }

    public sealed record List(IReadOnlyList<DataNode> Nodes) : DataNode
    {
        public bool Equals(List? other) => other is not null && Nodes.SequenceEqual(other.Nodes);

        public override int GetHashCode() => Nodes.Count;

        public override string ToString() => $"({string.Join(' ', Nodes)})";
    }
}
