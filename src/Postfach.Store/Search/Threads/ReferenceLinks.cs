using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// Who is whose parent, as the references of messages tell. Nodes are the messages by their places and, above them, those that are referred to and are not here.
/// Pure, apart from its cancellation. RFC 5256 §3, REFERENCES, step 1.
/// </summary>
internal sealed class ReferenceLinks
{
    private const int None = ThreadForest.None;

    // A client that is gone need not wait for chains that were made to be long.
    private const int StepsBetweenLooks = 1 << 20;

    private readonly ThreadKeys _keys;
    private readonly Dictionary<ulong, int> _nodes;
    private readonly int[] _parents;

    // Links are seldom cut, so this is only raised: 0 says for sure that a node has none.
    private readonly bool[] _mayHaveChildren;
    private readonly CancellationToken _ct;
    private int _steps;

    public ReferenceLinks(ThreadKeys keys, CancellationToken ct)
    {
        (_keys, _ct, NodeCount) = (keys, ct, keys.Count);
        _nodes = new Dictionary<ulong, int>(keys.Count + (keys.ReferenceCount / 4));
        _parents = new int[keys.Count + keys.ReferenceCount];
        _mayHaveChildren = new bool[_parents.Length];
        Array.Fill(_parents, None);

        // Of several messages with one identifier it belongs to the first; the others, like those without, are never referred to.
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys.Ids[i] != 0)
                _nodes.TryAdd(keys.Ids[i], i);
        }

        for (var i = 0; i < keys.Count; i++)
            Link(i);
    }

    public int NodeCount { get; private set; }

    public ReadOnlySpan<int> Parents => _parents.AsSpan(0, NodeCount);

    private void Link(int message)
    {
        // (A) Each reference is the parent of the next, where that has none yet.
        var last = None;
        foreach (var id in _keys.References(message))
        {
            var node = NodeOf(id);
            if (last != None && _parents[node] == None)
                TryLink(last, node);
            last = node;
        }

        // (B) The last one is the parent of the message, whatever was before.
        _parents[message] = None;
        if (last != None)
            TryLink(last, message);
    }

    private int NodeOf(ulong id)
    {
        ref var node = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_nodes, id, out var isKnown);
        if (!isKnown)
            node = NodeCount++;
        return node;
    }

    /// <summary>"Do not create a parent/child link if creating that link would introduce a loop."</summary>
    private void TryLink(int parent, int child)
    {
        if (parent == child || (_mayHaveChildren[child] && IsAbove(child, parent)))
            return;
        _parents[child] = parent;
        _mayHaveChildren[parent] = true;
    }

    private bool IsAbove(int ancestor, int node)
    {
        for (; node != None; node = _parents[node])
        {
            if (node == ancestor)
                return true;
            if (++_steps % StepsBetweenLooks == 0)
                _ct.ThrowIfCancellationRequested();
        }

        return false;
    }
}
