using Postfach.Mail;
using Postfach.Mime;

namespace Postfach.Store;

/// <summary>
/// Reads the keys of many bodies, quickest in the order of their ids. As with <see cref="BodyBatch"/> a reading transaction is open until it is disposed of, and spans
/// are good until the next body is asked for.
/// </summary>
internal ref struct KeyScan : IDisposable
{
    private readonly ReaderPool _pool;
    private readonly Database _database;
    private RowCursor _numbers, _texts;
    private bool _readsTexts, _isSound;

    public KeyScan(ReaderPool pool)
    {
        (_pool, _database) = (pool, pool.Take());
        _numbers = new RowCursor(_database["SELECT body, numbers FROM key_numbers WHERE body >= ?1 ORDER BY body"]);
        _isSound = true;
    }

    /// <summary>False: they were not made yet, or by another version.</summary>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public bool TryGetNumbers(BodyId body, out KeyNumbers numbers)
    {
        numbers = default;
        return MoveTo(ref _numbers, body) && KeyNumbers.TryOpen(_numbers.Row.Blob(1), out numbers);
    }

    /// <summary>False: they were not made yet, or by another version.</summary>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public bool TryGetTexts(BodyId body, out KeyTexts texts)
    {
        texts = default;
        if (!_readsTexts)
            (_texts, _readsTexts) = (new RowCursor(_database["SELECT body, texts FROM key_texts WHERE body >= ?1 ORDER BY body"]), true);
        return MoveTo(ref _texts, body) && KeyTexts.TryOpen(_texts.Row.Blob(1), out texts);
    }

    public void Dispose()
    {
        _numbers.End();
        if (_readsTexts)
            _texts.End();
        _pool.GiveBack(_database, _isSound);
    }

    private bool MoveTo(ref RowCursor cursor, BodyId body)
    {
        // What fails here leaves the connection in a state that nobody knows.
        _isSound = false;
        var isThere = cursor.MoveTo(body.Value);
        _isSound = true;
        return isThere;
    }
}
