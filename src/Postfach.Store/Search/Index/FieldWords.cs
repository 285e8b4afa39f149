namespace Postfach.Store;

/// <summary>The words of one field in a batch of bodies, and in which of them each stands. Not thread-safe.</summary>
internal sealed class FieldWords
{
    private readonly WordTable _words = new();

    // In which body each word was met last: once is enough.
    private readonly List<int> _last = [];
    private readonly List<(int Word, int Place)> _uses = [];

    public delegate void Visitor(ReadOnlySpan<byte> word, ReadOnlySpan<int> places);

    /// <summary>About what is held, in bytes.</summary>
    public long Bytes { get; private set; }

    /// <param name="place">Of the body; it does not fall.</param>
    /// <returns>Whether the body did not have it yet.</returns>
    public bool Add(ReadOnlySpan<char> word, int place)
    {
        var number = _words.NumberOf(word);
        if (number == _last.Count)
        {
            _last.Add(-1);
            Bytes += 32 + word.Length;
        }

        if (_last[number] == place)
            return false;
        _last[number] = place;
        _uses.Add((number, place));
        Bytes += 12;
        return true;
    }

    /// <summary>The words of the last body go.</summary>
    public void TakeBack(int place)
    {
        while (_uses.Count > 0 && _uses[^1].Place == place)
        {
            _last[_uses[^1].Word] = -1;
            _uses.RemoveAt(_uses.Count - 1);
        }
    }

    /// <summary>Shows the words in the order of their bytes, each with the places of its bodies, in order.</summary>
    public void Visit(Visitor visit)
    {
        // Bodies came in order, so the places of each word are in order once the uses are set apart by word.
        var starts = new int[_words.Count + 1];
        foreach (var (word, _) in _uses)
            starts[word + 1]++;
        for (var i = 1; i < starts.Length; i++)
            starts[i] += starts[i - 1];
        var next = (int[])starts.Clone();
        var places = new int[_uses.Count];
        foreach (var (word, place) in _uses)
            places[next[word]++] = place;
        foreach (var word in _words.Sorted())
        {
            if (starts[word] < starts[word + 1])
                visit(_words[word], places.AsSpan(starts[word]..starts[word + 1]));
        }
    }
}
