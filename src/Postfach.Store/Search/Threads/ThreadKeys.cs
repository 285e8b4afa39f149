using System.Runtime.InteropServices;
using Postfach.Mime;

namespace Postfach.Store;

/// <summary>What messages are threaded by, each by its place; more can come behind the last, and some can leave. Not thread-safe.</summary>
internal sealed class ThreadKeys : IKeySink
{
    private readonly List<ulong> _ids = [];
    private (int Start, int Count)[] _references = [];
    private int _first;

    public ThreadKeys()
    {
    }

    public ThreadKeys(int count) => Resize(count);

    public bool WantsTexts => false;

    public int Count { get; private set; }

    /// <summary>Sent dates in seconds since 1970; as the other arrays, it may have room behind the last message.</summary>
    public long[] Sent { get; private set; } = [];

    /// <summary>Base subjects; 0: an empty one.</summary>
    public ulong[] Subjects { get; private set; } = [];

    /// <summary>Their own identifiers; 0: none.</summary>
    public ulong[] Ids { get; private set; } = [];

    public bool[] AreReplies { get; private set; } = [];

    /// <summary>All references of all messages.</summary>
    public int ReferenceCount => _ids.Count;

    public long Bytes => (Sent.Length * ((4L * sizeof(long)) + 1)) + (_ids.Capacity * sizeof(ulong));

    public ReadOnlySpan<ulong> References(int index) => CollectionsMarshal.AsSpan(_ids).Slice(_references[index].Start, _references[index].Count);

    public void SetReferences(int index, IEnumerable<ulong> ids)
    {
        var start = _ids.Count;
        _ids.AddRange(ids);
        _references[index] = (start, _ids.Count - start);
    }

    /// <summary>Makes room for more messages: their keys are what is taken next.</summary>
    public void Append(IReadOnlyList<Message> messages)
    {
        _first = Count;
        Resize(Count + messages.Count);

        // RFC 5256 §2.2: without a sent date, which is filled in later, that of the arrival counts.
        for (var i = 0; i < messages.Count; i++)
            Sent[_first + i] = messages[i].InternalDate.UnixSeconds;
    }

    /// <summary>Only the messages at these places, in order.</summary>
    public ThreadKeys Only(IReadOnlyList<int> places)
    {
        var keys = new ThreadKeys(places.Count);
        for (var i = 0; i < places.Count; i++)
        {
            var place = places[i];
            (keys.Sent[i], keys.Subjects[i], keys.Ids[i], keys.AreReplies[i]) = (Sent[place], Subjects[place], Ids[place], AreReplies[place]);
            keys._references[i] = (keys._ids.Count, _references[place].Count);
            keys._ids.AddRange(References(place));
        }

        return keys;
    }

    public void Take(int index, in KeyNumbers numbers, in KeyTexts texts)
    {
        var place = _first + index;
        Sent[place] = numbers.Sent ?? Sent[place];
        (Subjects[place], Ids[place], AreReplies[place]) = (numbers.Subject, numbers.Id, numbers.IsReplyOrForward);
        _references[place] = (_ids.Count, numbers.ReferenceCount);
        for (var i = 0; i < numbers.ReferenceCount; i++)
            _ids.Add(numbers.Reference(i));
    }

    /// <summary>The messages by their sent dates; equal ones by their places. RFC 5256 §2.2.</summary>
    public List<int> ByDate()
    {
        var column = new NumberColumn(Count, reverse: false);
        var list = new List<int>(Count);
        CollectionsMarshal.SetCount(list, Count);
        var order = CollectionsMarshal.AsSpan(list);
        for (var i = 0; i < order.Length; i++)
            (column[i], order[i]) = (Sent[i], i);
        column.Sort(order);
        for (int first = 0, next; first < order.Length; first = next)
        {
            for (next = first + 1; next < order.Length && column.AreEqual(order[first], order[next]);)
                next++;
            order[first..next].Sort();
        }

        return list;
    }

    private void Resize(int count)
    {
        if (count > Sent.Length)
        {
            // Messages come one by one into large mailboxes: some room, but no more than an eighth.
            var room = Count == 0 ? count : Math.Max(count, Count + (Count / 8));
            (Sent, Subjects, Ids, AreReplies) = (Grown(Sent, room), Grown(Subjects, room), Grown(Ids, room), Grown(AreReplies, room));
            _references = Grown(_references, room);
        }

        Count = count;
    }

    private static T[] Grown<T>(T[] array, int size)
    {
        Array.Resize(ref array, size);
        return array;
    }
}
