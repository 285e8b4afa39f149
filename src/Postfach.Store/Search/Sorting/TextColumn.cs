using System.Buffers;
using System.Buffers.Binary;

namespace Postfach.Store;

/// <summary>Texts, compared octet by octet; most are told apart by their first eight.</summary>
internal sealed class TextColumn(int count, bool reverse) : SortColumn
{
    private const int PrefixBytes = sizeof(ulong);

    private readonly (int Start, int Length)[] _places = new (int, int)[count];
    private readonly ulong[] _prefixes = new ulong[count];
    private readonly ArrayBufferWriter<byte> _texts = new();

    public void Set(int place, ReadOnlySpan<byte> text)
    {
        _places[place] = (_texts.WrittenCount, text.Length);
        _texts.Write(text);
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        prefix.Clear();
        text[..Math.Min(text.Length, PrefixBytes)].CopyTo(prefix);
        var number = BinaryPrimitives.ReadUInt64BigEndian(prefix);
        _prefixes[place] = reverse ? ~number : number;
    }

    public override void Sort(Span<int> places)
    {
        var keys = ArrayPool<ulong>.Shared.Rent(places.Length);
        for (var i = 0; i < places.Length; i++)
            keys[i] = _prefixes[places[i]];
        keys.AsSpan(0, places.Length).Sort(places);
        for (int first = 0, next; first < places.Length; first = next)
        {
            for (next = first + 1; next < places.Length && keys[next] == keys[first];)
                next++;
            if (next - first > 1)
                places[first..next].Sort(CompareWhole);
        }

        ArrayPool<ulong>.Shared.Return(keys);
    }

    public override bool AreEqual(int one, int other) => _prefixes[one] == _prefixes[other] && Text(one).SequenceEqual(Text(other));

    private int CompareWhole(int one, int other) => reverse ? Text(other).SequenceCompareTo(Text(one)) : Text(one).SequenceCompareTo(Text(other));

    private ReadOnlySpan<byte> Text(int place) => _texts.WrittenSpan.Slice(_places[place].Start, _places[place].Length);
}
