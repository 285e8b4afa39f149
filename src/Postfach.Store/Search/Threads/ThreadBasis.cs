using System.Runtime.InteropServices;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// The threads of some messages and all that they are made of, kept up to date: keys, links and the order of dates. What comes behind the last message is added;
/// where messages leave, the links are made anew of the keys that stay. Not thread-safe; after an exception nothing can be done with it any more.
/// </summary>
internal sealed class ThreadBasis(ThreadKeys keys)
{
    // So few are put into their places one by one.
    private const int Few = 256;

    private readonly List<ulong> _messages = [];
    private readonly Dictionary<ThreadAlgorithm, ThreadForest> _forests = [];
    private ReferenceLinks? _links;
    private List<int>? _byDate;

    public ThreadKeys Keys { get; private set; } = keys;

    /// <summary>Places of the messages in the order of their sent dates.</summary>
    public List<int> ByDate => _byDate ??= Keys.ByDate();

    /// <summary>What all of it takes, about.</summary>
    public long Bytes => Keys.Bytes + (_links?.Bytes ?? 0) + (_messages.Capacity * sizeof(ulong)) + ((_byDate?.Capacity ?? 0) * sizeof(int))
        + _forests.Values.Sum(f => sizeof(int) * ((long)f.FirstChild.Length + f.NextSibling.Length));

    public ReferenceLinks Links(CancellationToken ct) => _links ??= new ReferenceLinks(Keys, ct);

    /// <summary>The threads; the same ones until something changes.</summary>
    public ThreadForest Threads(ThreadAlgorithm algorithm, CancellationToken ct)
    {
        if (!_forests.TryGetValue(algorithm, out var forest))
            _forests.Add(algorithm, forest = ThreadBuilder.Build(this, algorithm, ct));
        return forest;
    }

    /// <summary>Lets those go that are no more among the found, in their order.</summary>
    /// <returns>How many stay: the first of the found. Null: some came between them, and all is to be made anew.</returns>
    public int? Reduce(IReadOnlyList<Message> found)
    {
        var staying = 0;
        while (staying < _messages.Count && staying < found.Count && _messages[staying] == Name(found[staying]))
            staying++;
        if (staying == _messages.Count)
            return staying;
        var places = new List<int>(_messages.Count);
        for (var place = 0; place < _messages.Count; place++)
        {
            if (places.Count < found.Count && _messages[place] == Name(found[places.Count]))
                places.Add(place);
        }

        if (places.Count < found.Count && Name(found[places.Count]) <= _messages[^1])
            return null;
        KeepOnly(places);
        return places.Count;
    }

    /// <summary>Adds messages behind the others.</summary>
    /// <param name="read">Gives their keys.</param>
    public async Task AppendAsync(IReadOnlyList<Message> came, Func<IReadOnlyList<Message>, IKeySink, Task> read, CancellationToken ct)
    {
        _forests.Clear();
        if (came.Count > Few)
            _byDate = null;
        var first = Keys.Count;
        Keys.Append(came);
        await read(came, Keys);
        foreach (var message in came)
            _messages.Add(Name(message));
        _links?.Append(Keys, ct);
        for (var place = first; place < Keys.Count && _byDate is not null; place++)
            _byDate.Insert(PlaceByDate(Keys.Sent[place]), place);
    }

    private void KeepOnly(List<int> places)
    {
        var moved = new int[_messages.Count];
        Array.Fill(moved, -1);
        for (var i = 0; i < places.Count; i++)
            (moved[places[i]], _messages[i]) = (i, _messages[places[i]]);
        CollectionsMarshal.SetCount(_messages, places.Count);
        Keys = Keys.Only(places);
        _links = null;
        _forests.Clear();
        _byDate = _byDate is null ? null : [.. _byDate.Select(place => moved[place]).Where(place => place >= 0)];
    }

    /// <summary>Behind all that were sent then or before: among equals the place in the mailbox decides.</summary>
    private int PlaceByDate(long sent)
    {
        int low = 0, high = ByDate.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Keys.Sent[ByDate[middle]] <= sent)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>A message of a mailbox; later ones are greater.</summary>
    private static ulong Name(in Message message) => ((ulong)message.Uid.Value << 32) | message.Body.Value;
}
