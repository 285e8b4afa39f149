namespace Postfach.Store;

/// <summary>
/// Words that follow one another, and for each the list of its bodies. The words stand as they are, so that a look for some of them runs over them at the
/// speed of memory: a separator before the first and behind each. The lists: their lengths, then themselves.
/// </summary>
internal readonly ref struct WordBlock(ReadOnlySpan<byte> words)
{
    /// <summary>No word has it.</summary>
    public const byte Separator = (byte)'\n';

    private readonly ReadOnlySpan<byte> _words = words;

    /// <summary>The places, from 0, of the words that pass a test.</summary>
    public void Find(ReadOnlySpan<byte> pattern, List<int> places)
    {
        var (from, place) = (0, 0);
        while (_words[from..].IndexOf(pattern) is var hit && hit >= 0)
        {
            // The separator before a word counts to it here.
            var inWord = pattern[0] == Separator ? hit + 1 : hit;
            place += _words.Slice(from, inWord).Count(Separator);
            places.Add(place - 1);
            var next = _words[(from + inWord)..].IndexOf(Separator);
            from += inWord + next;
            if (next < 0 || from == _words.Length - 1)
                break;
        }
    }

    /// <summary>Marks the bodies in which words stand.</summary>
    /// <param name="lists">The lists of this block.</param>
    /// <param name="places">Of the words, in order.</param>
    public static void Mark(ReadOnlySpan<byte> lists, List<int> places, BitSet bodies)
    {
        var reader = new ByteReader(lists);
        var lengths = new ByteReader(reader.Bytes());
        var rest = reader.Rest;
        var next = 0;
        foreach (var place in places)
        {
            for (; next < place; next++)
                rest = rest[checked((int)lengths.Unsigned())..];
            var length = checked((int)lengths.Unsigned());
            PostingList.Read(rest[..length], bodies);
            rest = rest[length..];
            next++;
        }
    }
}
