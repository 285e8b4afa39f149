using System.Buffers;

namespace Postfach.Store;

/// <summary>Numbers: dates and sizes.</summary>
internal sealed class NumberColumn(int count, bool reverse) : SortColumn
{
    private readonly long[] _values = new long[count];

    public long this[int place]
    {
        // The complement turns the order round, for every number.
        set => _values[place] = reverse ? ~value : value;
    }

    public override void Sort(Span<int> places)
    {
        var keys = ArrayPool<long>.Shared.Rent(places.Length);
        for (var i = 0; i < places.Length; i++)
            keys[i] = _values[places[i]];
        keys.AsSpan(0, places.Length).Sort(places);
        ArrayPool<long>.Shared.Return(keys);
    }

    public override bool AreEqual(int one, int other) => _values[one] == _values[other];
}
