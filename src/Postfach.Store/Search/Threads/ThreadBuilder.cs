using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// Puts messages together to threads. Pure, apart from its cancellation. What steps 4 and 6 of REFERENCES order again and again comes by itself here: messages are
/// hung under their parents in the order of their sent dates. RFC 5256 §3, THREAD. Not thread-safe.
/// </summary>
internal sealed class ThreadBuilder
{
    private const int None = ThreadForest.None;

    private readonly ThreadKeys _keys;
    private readonly List<int> _byDate;

    // By node: its parent, which is a message or, at the top, a dummy.
    private int[] _parents = [];
    private int _nodeCount;
    private int[] _firstChild = [], _lastChild = [], _next = [];
    private readonly List<int> _roots = [];

    private ThreadBuilder(ThreadBasis basis) => (_keys, _byDate, _nodeCount) = (basis.Keys, basis.ByDate, basis.Keys.Count);

    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public static ThreadForest Build(ThreadBasis basis, ThreadAlgorithm algorithm, CancellationToken ct)
    {
        var builder = new ThreadBuilder(basis);
        if (algorithm == ThreadAlgorithm.OrderedSubject)
            builder.ParentsBySubject();
        else
            builder.ParentsByReferences(basis.Links(ct));
        builder.Hang();
        if (algorithm == ThreadAlgorithm.References)
        {
            builder.MergeBySubject();
            builder.Hang();
        }
        else if (algorithm == ThreadAlgorithm.Refs)
        {
            builder.OrderByNewest();
        }

        return builder.ToForest();
    }

    /// <summary>ORDEREDSUBJECT: the first message of each base subject is the parent of the others.</summary>
    private void ParentsBySubject()
    {
        _parents = new int[_keys.Count];
        var firsts = new Dictionary<ulong, int>();
        foreach (var message in _byDate)
            _parents[message] = firsts.TryAdd(_keys.Subjects[message], message) ? None : firsts[_keys.Subjects[message]];
    }

    /// <summary>
    /// REFERENCES, steps 2 and 3: dummies go, and their children become those of the next message above; where there is none, of the topmost dummy, which stays
    /// if it has more than one child.
    /// </summary>
    private void ParentsByReferences(ReferenceLinks links)
    {
        // Each dummy that stays has children, and in step 5 two threads make one more at most.
        var dummies = new Dictionary<int, int>();
        var (above, children) = (Nones(links.NodeCount), new int[2 * _keys.Count]);
        _parents = Nones(3 * _keys.Count);
        for (var message = 0; message < _keys.Count; message++)
        {
            var found = MessageOrTopAbove(links, links.ParentOf(links.NodeOf(message)), above);
            if (found == None)
                continue;
            var parent = links.MessageOf(found);
            if (parent == None && !dummies.TryGetValue(found, out parent))
                dummies.Add(found, parent = _nodeCount++);
            _parents[message] = parent;
            children[parent]++;
        }

        for (var message = 0; message < _keys.Count; message++)
        {
            if (_parents[message] >= _keys.Count && children[_parents[message]] == 1)
                _parents[message] = None;
        }
    }

    /// <param name="above">What was found for dummies on the way, so that a long chain of them is walked once.</param>
    private static int MessageOrTopAbove(ReferenceLinks links, int node, int[] above)
    {
        var found = node;
        while (found != None && links.MessageOf(found) == None)
        {
            var up = above[found] != None ? above[found] : links.ParentOf(found);
            if (up == None || up == found)
                break;
            found = up;
        }

        for (; node != found && above[node] != found; node = links.ParentOf(node))
            above[node] = found;
        if (found != None)
            above[found] = found;
        return found;
    }

    /// <summary>Hangs all messages under their parents, in the order of their dates; a dummy stands where its first child does.</summary>
    private void Hang()
    {
        _firstChild = Nones(_nodeCount);
        _lastChild = Nones(_nodeCount);
        _next = Nones(_nodeCount);
        _roots.Clear();
        foreach (var message in _byDate)
        {
            var parent = _parents[message];
            if (parent == None)
            {
                _roots.Add(message);
                continue;
            }

            if (_firstChild[parent] == None)
                _firstChild[parent] = message;
            else
                _next[_lastChild[parent]] = message;

            // Of a dummy, this is the first that it is heard of.
            if (_lastChild[parent] == None && parent >= _keys.Count)
                _roots.Add(parent);
            _lastChild[parent] = message;
        }
    }

    private static int[] Nones(int count)
    {
        var array = new int[count];
        Array.Fill(array, None);
        return array;
    }

    /// <summary>REFERENCES, step 5: threads of one base subject become one.</summary>
    private void MergeBySubject()
    {
        var table = SubjectTable();
        foreach (var root in _roots)
        {
            var subject = SubjectOf(root);
            if (subject == 0 || table[subject] is var other && other == root)
                continue;
            if (IsDummy(root))
            {
                // Then the other is one too, or this one would be in the table.
                for (var child = _firstChild[root]; child != None; child = _next[child])
                    _parents[child] = other;
            }
            else if (IsDummy(other) || (_keys.AreReplies[root] && !_keys.AreReplies[other]))
            {
                _parents[root] = other;
            }
            else
            {
                _parents[root] = _parents[other] = table[subject] = _nodeCount++;
            }
        }
    }

    private Dictionary<ulong, int> SubjectTable()
    {
        var table = new Dictionary<ulong, int>(_roots.Count);
        foreach (var root in _roots)
        {
            var subject = SubjectOf(root);
            if (subject == 0 || table.TryAdd(subject, root))
                continue;
            var known = table[subject];
            if (!IsDummy(known) && (IsDummy(root) || (_keys.AreReplies[known] && !_keys.AreReplies[root])))
                table[subject] = root;
        }

        return table;
    }

    private bool IsDummy(int node) => node >= _keys.Count;

    private ulong SubjectOf(int root) => _keys.Subjects[IsDummy(root) ? _firstChild[root] : root];

    /// <summary>REFS: the thread with the newest message comes last.</summary>
    private void OrderByNewest()
    {
        var newest = new NumberColumn(_nodeCount, reverse: false);
        var roots = Nones(_nodeCount);
        foreach (var message in _byDate)
            newest[RootOf(message, roots)] = _keys.Sent[message];

        // Ordered once already: that is who comes first among equals.
        var places = new Dictionary<int, int>(_roots.Count);
        foreach (var root in _roots)
            places.Add(root, places.Count);
        var ordered = _roots.ToArray();
        newest.Sort(ordered);
        for (int first = 0, next; first < ordered.Length; first = next)
        {
            for (next = first + 1; next < ordered.Length && newest.AreEqual(ordered[first], ordered[next]);)
                next++;
            ordered.AsSpan(first, next - first).Sort((one, other) => places[one].CompareTo(places[other]));
        }

        _roots.Clear();
        _roots.AddRange(ordered);
    }

    /// <param name="roots">What was found before, by node.</param>
    private int RootOf(int message, int[] roots)
    {
        var root = message;
        while (roots[root] == None && _parents[root] != None)
            root = _parents[root];
        root = roots[root] == None ? root : roots[root];
        for (var node = message; roots[node] == None; node = _parents[node])
        {
            roots[node] = root;
            if (node == root)
                break;
        }

        return root;
    }

    private ThreadForest ToForest()
    {
        for (var i = 0; i + 1 < _roots.Count; i++)
            _next[_roots[i]] = _roots[i + 1];
        if (_roots.Count > 0)
            _next[_roots[^1]] = None;
        return new ThreadForest(_keys.Count, _roots.Count == 0 ? None : _roots[0], _firstChild, _next);
    }
}
