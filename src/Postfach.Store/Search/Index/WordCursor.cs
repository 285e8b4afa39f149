namespace Postfach.Store;

/// <summary>Walks the words of one field of a segment in the order of their bytes, a block in memory at a time. Not thread-safe.</summary>
internal sealed class WordCursor(IndexTables tables, IndexSegment segment, IndexField field)
{
    private byte[] _words = [], _lists = [];
    private int _number, _word, _end, _list;
    private int[] _lengths = [];

    public byte[] Word { get; private set; } = [];

    /// <exception cref="StoreException">The index is damaged.</exception>
    public bool MoveNext()
    {
        if (_end + 1 >= _words.Length && !Load())
            return false;
        var start = _end + 1;
        _end = Array.IndexOf(_words, WordBlock.Separator, start);
        Word = _words[start.._end];
        if (_word > 0)
            _list += _lengths[_word - 1];
        _word++;
        return true;
    }

    /// <summary>Adds the places of the bodies in which the word stands, in order.</summary>
    /// <exception cref="StoreException">The index is damaged.</exception>
    public void ReadPlaces(List<int> places) => PostingList.Read(_lists.AsSpan(_list, _lengths[_word - 1]), segment.Bodies.Length, places);

    private bool Load()
    {
        if (tables.ReadBlock(segment.Id, field, _number++) is not (var words, var lists))
            return false;
        var reader = new ByteReader(lists);
        var lengths = new ByteReader(reader.Bytes());
        var list = new List<int>();
        while (!lengths.AtEnd)
            list.Add(checked((int)lengths.Unsigned()));
        (_words, _lists, _lengths) = (words, lists, [.. list]);
        (_word, _end, _list) = (0, 0, lists.Length - reader.Rest.Length);
        return true;
    }
}
