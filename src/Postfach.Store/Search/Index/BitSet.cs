using System.Numerics;
using System.Runtime.InteropServices;

namespace Postfach.Store;

/// <summary>A set of numbers from 0 to a length, a bit each. Not thread-safe.</summary>
internal sealed class BitSet(int length)
{
    private readonly ulong[] _bits = new ulong[(length + 63) / 64];

    public int Length => length;

    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in _bits)
                count += BitOperations.PopCount(word);
            return count;
        }
    }

    /// <summary>All numbers below a length.</summary>
    public static BitSet All(int length)
    {
        var all = new BitSet(length);
        for (var i = 0; i < length; i++)
            all.Add(i);
        return all;
    }

    public void Add(int number) => _bits[number >> 6] |= 1UL << (number & 63);

    public bool Contains(int number) => (uint)number < (uint)length && (_bits[number >> 6] & (1UL << (number & 63))) != 0;

    /// <summary>Adds numbers by their bits, the lowest first.</summary>
    public void AddBits(ReadOnlySpan<byte> bits)
    {
        var mine = MemoryMarshal.AsBytes(_bits.AsSpan());
        for (var i = 0; i < bits.Length; i++)
            mine[i] |= bits[i];
    }

    /// <summary>Raises the values at the set's numbers to a value, where they are less.</summary>
    public void RaiseTo(byte value, Span<byte> values)
    {
        for (var i = 0; i < _bits.Length; i++)
        {
            for (var bits = _bits[i]; bits != 0; bits &= bits - 1)
            {
                ref var one = ref values[(i << 6) + BitOperations.TrailingZeroCount(bits)];
                one = Math.Max(one, value);
            }
        }
    }

    public void IntersectWith(BitSet other)
    {
        for (var i = 0; i < _bits.Length; i++)
            _bits[i] &= other._bits[i];
    }

    /// <summary>Adds the numbers of another set, each so much greater.</summary>
    public void AddBehind(int offset, BitSet other)
    {
        for (var i = 0; i < other._bits.Length; i++)
        {
            for (var bits = other._bits[i]; bits != 0; bits &= bits - 1)
                Add(offset + (i << 6) + BitOperations.TrailingZeroCount(bits));
        }
    }
}
