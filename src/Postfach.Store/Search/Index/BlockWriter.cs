using System.Buffers;

namespace Postfach.Store;

/// <summary>Writes the words of a new segment, field by field and in the order of their bytes, into blocks. Not thread-safe.</summary>
internal sealed class BlockWriter(IndexTables tables, long segment, int bodies)
{
    private const int BlockBytes = 32 << 10;

    private readonly ArrayBufferWriter<byte> _words = new(BlockBytes * 2);
    private readonly ArrayBufferWriter<byte> _lists = new(BlockBytes * 2);
    private ByteWriter _lengths = new();
    private byte[]? _firstWord;
    private IndexField _field;
    private int _number;

    public long Segment => segment;

    /// <summary>Bytes that were written.</summary>
    public long Bytes { get; private set; }

    public void Begin(IndexField field)
    {
        End();
        (_field, _number) = (field, 0);
    }

    /// <param name="places">Of the bodies, in order.</param>
    public void Add(ReadOnlySpan<byte> word, ReadOnlySpan<int> places)
    {
        if (_firstWord is null)
        {
            _firstWord = word.ToArray();
            _words.Write([WordBlock.Separator]);
        }

        _words.Write(word);
        _words.Write([WordBlock.Separator]);
        var before = _lists.WrittenCount;
        PostingList.Write(places, bodies, _lists);
        _lengths.Unsigned((ulong)(_lists.WrittenCount - before));
        if (_words.WrittenCount >= BlockBytes || _lists.WrittenCount >= 8 * BlockBytes)
            End();
    }

    /// <summary>Writes what is left.</summary>
    public void End()
    {
        if (_firstWord is null)
            return;
        var lists = new ByteWriter();
        lists.Bytes(_lengths.Written);
        lists.Raw(_lists.WrittenSpan);
        tables.InsertBlock(segment, _field, _number++, _firstWord, _words.WrittenSpan, lists.Written);
        Bytes += _words.WrittenCount + lists.Written.Length;
        _words.ResetWrittenCount();
        _lists.ResetWrittenCount();
        (_lengths, _firstWord) = (new ByteWriter(), null);
    }
}
