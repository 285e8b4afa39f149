using System.Runtime.InteropServices;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// Who is whose parent, as the references of messages tell. Nodes are messages and those that are referred to and are not here. The rule goes message by message, so one
/// that comes behind the others is added to what there is; where one leaves, links are made anew. RFC 5256 §3, REFERENCES, step 1. Not thread-safe.
/// </summary>
internal sealed class ReferenceLinks
{
    private const int None = ThreadForest.None;

    // A client that is gone need not wait for chains that were made to be long.
    private const int StepsBetweenLooks = 1 << 20;

    // As the runtime's dictionary holds it: an entry of 24 bytes and a bucket.
    private const int BytesOfEntry = 28;

    private readonly Dictionary<ulong, int> _byId;
    private readonly List<Node> _nodes;
    private readonly List<int> _ofMessages;
    private int _steps;

    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public ReferenceLinks(ThreadKeys keys, CancellationToken ct)
    {
        _ofMessages = new List<int>(keys.Count);
        _nodes = new List<Node>(keys.Count + (keys.ReferenceCount / 4));
        _byId = new Dictionary<ulong, int>(_nodes.Capacity);
        Append(keys, ct);
    }

    public int NodeCount => _nodes.Count;

    public long Bytes => (_byId.Capacity * BytesOfEntry) + (_nodes.Capacity * 12L) + (_ofMessages.Capacity * sizeof(int));

    /// <summary>The node of a message.</summary>
    public int NodeOf(int message) => _ofMessages[message];

    /// <summary>The message of a node, or <see cref="ThreadForest.None"/>.</summary>
    public int MessageOf(int node) => _nodes[node].Message;

    /// <summary>The node above a node, or <see cref="ThreadForest.None"/>.</summary>
    public int ParentOf(int node) => _nodes[node].Parent;

    /// <summary>Adds the messages that came behind those that are linked.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled: not all are linked, and nothing can be done with it any more.</exception>
    public void Append(ThreadKeys keys, CancellationToken ct)
    {
        for (var message = _ofMessages.Count; message < keys.Count; message++)
        {
            var node = NodeOfNew(message, keys.Ids[message]);
            _ofMessages.Add(node);
            Link(node, keys.References(message), ct);
        }
    }

    /// <summary>Of several messages with one identifier it belongs to the first; the others, like those without, are never referred to.</summary>
    private int NodeOfNew(int message, ulong id)
    {
        var node = id == 0 ? Add() : NodeOf(id);
        if (_nodes[node].Message != None)
            node = Add();
        At(node).Message = message;
        return node;
    }

    private void Link(int message, ReadOnlySpan<ulong> references, CancellationToken ct)
    {
        // (A) Each reference is the parent of the next, where that has none yet.
        var last = None;
        foreach (var id in references)
        {
            var node = NodeOf(id);
            if (last != None && _nodes[node].Parent == None)
                TryLink(last, node, ct);
            last = node;
        }

        // (B) The last one is the parent of the message, whatever was before.
        At(message).Parent = None;
        if (last != None)
            TryLink(last, message, ct);
    }

    private int NodeOf(ulong id)
    {
        ref var node = ref CollectionsMarshal.GetValueRefOrAddDefault(_byId, id, out var isKnown);
        if (!isKnown)
            node = Add();
        return node;
    }

    private int Add()
    {
        _nodes.Add(new Node { Parent = None, Message = None });
        return _nodes.Count - 1;
    }

    private ref Node At(int node) => ref CollectionsMarshal.AsSpan(_nodes)[node];

    /// <summary>"Do not create a parent/child link if creating that link would introduce a loop."</summary>
    private void TryLink(int parent, int child, CancellationToken ct)
    {
        if (parent == child || (_nodes[child].MayHaveChildren && IsAbove(child, parent, ct)))
            return;
        At(child).Parent = parent;
        At(parent).MayHaveChildren = true;
    }

    private bool IsAbove(int ancestor, int node, CancellationToken ct)
    {
        for (; node != None; node = _nodes[node].Parent)
        {
            if (node == ancestor)
                return true;
            if (++_steps % StepsBetweenLooks == 0)
                ct.ThrowIfCancellationRequested();
        }

        return false;
    }

    private struct Node
    {
        public int Parent, Message;

        // Links are seldom cut, so this is only raised: false says for sure that a node has none.
        public bool MayHaveChildren;
    }
}
