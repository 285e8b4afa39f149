using System.Text;

namespace Postfach.Store;

/// <summary>
/// The words of a batch of bodies, and in which of them each stands. Bodies are added one after the other; one that cannot be finished is taken back.
/// Not thread-safe.
/// </summary>
internal sealed class WordSet
{
    private readonly Terms[] _fields = [.. Enum.GetValues<IndexField>().Select(_ => new Terms())];

    /// <summary>Different words of the body that is being added.</summary>
    public int InBody { get; private set; }

    /// <summary>The bodies that are in, each at the place that its words are counted by.</summary>
    public List<uint> Bodies { get; } = [];

    /// <summary>About what is held, in bytes.</summary>
    public long Bytes => _fields.Sum(f => f.Bytes);

    /// <summary>The words that come belong to the next body.</summary>
    public void Begin() => InBody = 0;

    /// <summary>The body is in with all its words.</summary>
    public void Keep(uint body) => Bodies.Add(body);

    /// <summary>The body is not to be in: its words go.</summary>
    public void TakeBack()
    {
        foreach (var field in _fields)
            field.TakeBack(Bodies.Count);
    }

    /// <summary>Cuts a mapped text, which words do not reach beyond, and adds its words.</summary>
    public void Add(IndexField field, ReadOnlySpan<char> text)
    {
        var rule = WordRule.Of(field);
        for (var place = 0; rule.TryReadRun(text, ref place, out var run, out var kind);)
        {
            var word = text[run];
            if (kind == WordRule.Kind.Ideograph)
            {
                for (var i = 0; i < Math.Max(1, word.Length - 1); i++)
                    AddWord(field, word.Slice(i, Math.Min(2, word.Length)));
                continue;
            }

            while (word.Length > rule.MaxLength)
            {
                AddWord(field, word[..rule.MaxLength]);
                word = word[(rule.MaxLength - rule.Overlap)..];
            }

            AddWord(field, word);
        }
    }

    /// <summary>The words of a field in the order of their bytes, each with the places of its bodies, in order.</summary>
    public IEnumerable<(byte[] Word, IReadOnlyList<int> Places)> Sorted(IndexField field) => _fields[(int)field].Sorted();

    public void Clear()
    {
        foreach (var field in _fields)
            field.Clear();
        Bodies.Clear();
    }

    private void AddWord(IndexField field, ReadOnlySpan<char> word)
    {
        if (_fields[(int)field].Add(word, Bodies.Count))
            InBody++;
    }

    /// <summary>The words of one field.</summary>
    private sealed class Terms
    {
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
        private readonly List<int> _last = [];
        private readonly List<(int Word, int Place)> _uses = [];

        public Terms() => _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();

        public long Bytes { get; private set; }

        /// <returns>Whether the body did not have it yet.</returns>
        public bool Add(ReadOnlySpan<char> word, int place)
        {
            if (!_lookup.TryGetValue(word, out var number))
            {
                number = _last.Count;
                _lookup[word] = number;
                _last.Add(-1);
                Bytes += 64 + (2 * word.Length);
            }

            if (_last[number] == place)
                return false;
            _last[number] = place;
            _uses.Add((number, place));
            Bytes += 8;
            return true;
        }

        public void TakeBack(int place)
        {
            while (_uses.Count > 0 && _uses[^1].Place == place)
            {
                _last[_uses[^1].Word] = -1;
                _uses.RemoveAt(_uses.Count - 1);
            }
        }

        public IEnumerable<(byte[] Word, IReadOnlyList<int> Places)> Sorted()
        {
            var words = new (byte[] Bytes, int Number)[_numbers.Count];
            var next = 0;
            foreach (var (word, number) in _numbers)
                words[next++] = (Encoding.UTF8.GetBytes(word), number);
            Array.Sort(words, static (a, b) => a.Bytes.AsSpan().SequenceCompareTo(b.Bytes));

            // Bodies came in order, so the places of each word are in order once the uses are set apart by word.
            var ends = new int[_last.Count + 1];
            foreach (var (word, _) in _uses)
                ends[word + 1]++;
            for (var i = 1; i < ends.Length; i++)
                ends[i] += ends[i - 1];
            var starts = (int[])ends.Clone();
            var places = new int[_uses.Count];
            foreach (var (word, place) in _uses)
                places[starts[word]++] = place;
            foreach (var (bytes, number) in words)
            {
                if (ends[number] < ends[number + 1])
                    yield return (bytes, new ArraySegment<int>(places, ends[number], ends[number + 1] - ends[number]));
            }
        }

        public void Clear()
        {
            _numbers.Clear();
            _last.Clear();
            _uses.Clear();
            Bytes = 0;
        }
    }
}
