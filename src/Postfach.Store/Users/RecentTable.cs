using System.Diagnostics.CodeAnalysis;

namespace Postfach.Store;

/// <summary>Remembers a bounded number of keys with a value each; the key that was not set for longest goes first. Not thread-safe.</summary>
internal sealed class RecentTable<TValue>(int most)
{
    private readonly Dictionary<string, LinkedListNode<(string Key, TValue Value)>> _nodes = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, TValue Value)> _oldestFirst = new();

    public int Count => _nodes.Count;

    public bool TryGet(string key, [MaybeNullWhen(false)] out TValue value)
    {
        var found = _nodes.TryGetValue(key, out var node);
        value = node is null ? default : node.Value.Value;
        return found;
    }

    public void Set(string key, TValue value)
    {
        if (_nodes.Remove(key, out var former))
            _oldestFirst.Remove(former);
        _nodes[key] = _oldestFirst.AddLast((key, value));
        if (_nodes.Count <= most || _oldestFirst.First is not { } oldest)
            return;
        _nodes.Remove(oldest.Value.Key);
        _oldestFirst.RemoveFirst();
    }
}
