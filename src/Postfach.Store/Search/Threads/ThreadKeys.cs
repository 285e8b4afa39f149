using Postfach.Mime;

namespace Postfach.Store;

/// <summary>What messages are threaded by, each by its place. Not thread-safe.</summary>
internal sealed class ThreadKeys : IKeySink
{
    private readonly (int Start, int Count)[] _references;
    private readonly List<ulong> _ids = [];

    public ThreadKeys(int count) =>
        (Sent, Subjects, Ids, AreReplies, _references) = (new long[count], new ulong[count], new ulong[count], new bool[count], new (int, int)[count]);

    public ThreadKeys(IReadOnlyList<Message> messages)
        : this(messages.Count)
    {
        // RFC 5256 §2.2: without a sent date, which is filled in later, that of the arrival counts.
        for (var i = 0; i < Sent.Length; i++)
            Sent[i] = messages[i].InternalDate.UnixSeconds;
    }

    public bool WantsTexts => false;

    public int Count => Sent.Length;

    public long[] Sent { get; }

    /// <summary>Base subjects; 0: an empty one.</summary>
    public ulong[] Subjects { get; }

    /// <summary>Their own identifiers; 0: none.</summary>
    public ulong[] Ids { get; }

    public bool[] AreReplies { get; }

    /// <summary>All references of all messages: no more nodes than these are needed besides the messages.</summary>
    public int ReferenceCount => _ids.Count;

    public ReadOnlySpan<ulong> References(int index) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_ids).Slice(_references[index].Start, _references[index].Count);

    public void SetReferences(int index, IEnumerable<ulong> ids)
    {
        var start = _ids.Count;
        _ids.AddRange(ids);
        _references[index] = (start, _ids.Count - start);
    }

    public void Take(int index, in KeyNumbers numbers, in KeyTexts texts)
    {
        Sent[index] = numbers.Sent ?? Sent[index];
        (Subjects[index], Ids[index], AreReplies[index]) = (numbers.Subject, numbers.Id, numbers.IsReplyOrForward);
        _references[index] = (_ids.Count, numbers.ReferenceCount);
        for (var i = 0; i < numbers.ReferenceCount; i++)
            _ids.Add(numbers.Reference(i));
    }

    /// <summary>The messages by their sent dates; equal ones by their places. RFC 5256 §2.2.</summary>
    public int[] ByDate()
    {
        var column = new NumberColumn(Count, reverse: false);
        var order = new int[Count];
        for (var i = 0; i < order.Length; i++)
            (column[i], order[i]) = (Sent[i], i);
        column.Sort(order);
        for (int first = 0, next; first < order.Length; first = next)
        {
            for (next = first + 1; next < order.Length && column.AreEqual(order[first], order[next]);)
                next++;
            order.AsSpan(first, next - first).Sort();
        }

        return order;
    }
}
