using System.Numerics;
using System.Text;

namespace Postfach.Store;

/// <summary>Numbers different words as they come, and keeps them one behind the other in UTF-8. Not thread-safe.</summary>
internal sealed class WordTable
{
    private readonly List<int> _ends = [];
    private readonly List<int> _hashes = [];
    private byte[] _bytes = new byte[1024];

    // Numbers plus one, each at the place of its hash or at the next one that was free.
    private int[] _slots = new int[256];

    public int Count => _ends.Count;

    public ReadOnlySpan<byte> this[int number] => _bytes.AsSpan(Start(number).._ends[number]);

    /// <summary>The number of a word that is known, or the next one.</summary>
    public int NumberOf(ReadOnlySpan<char> word)
    {
        Reserve(word.Length);
        var start = Start(Count);
        var bytes = _bytes.AsSpan(start, Encoding.UTF8.GetBytes(word, _bytes.AsSpan(start)));

        // Of characters, as that one is different in each process: nobody can write words that meet on purpose.
        var hash = string.GetHashCode(word);
        var slot = hash & (_slots.Length - 1);
        for (; _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            var known = _slots[slot] - 1;
            if (_hashes[known] == hash && this[known].SequenceEqual(bytes))
                return known;
        }

        _ends.Add(start + bytes.Length);
        _hashes.Add(hash);
        _slots[slot] = Count;
        return Count - 1;
    }

    /// <summary>The numbers of all words, in the order of their bytes.</summary>
    public int[] Sorted()
    {
        int[] numbers = [.. Enumerable.Range(0, Count)];
        numbers.AsSpan().Sort((left, right) => this[left].SequenceCompareTo(this[right]));
        return numbers;
    }

    private int Start(int number) => number == 0 ? 0 : _ends[number - 1];

    private void Reserve(int characters)
    {
        var bytes = Start(Count) + Encoding.UTF8.GetMaxByteCount(characters);
        if (bytes > _bytes.Length)
            Array.Resize(ref _bytes, (int)BitOperations.RoundUpToPowerOf2((uint)bytes));
        if (Count < _slots.Length / 2)
            return;
        _slots = new int[_slots.Length * 2];
        for (var number = 0; number < Count; number++)
        {
            var slot = _hashes[number] & (_slots.Length - 1);
            while (_slots[slot] != 0)
                slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = number + 1;
        }
    }
}
