using Postfach.Mail;
using Postfach.Mime;

namespace Postfach.Store;

/// <summary>
/// Reads many bodies one after the other, quickest in the order of their ids. A reading transaction is open from the first look until it is disposed of, so it lives on the stack
/// and no <c>await</c> can come between: what it gave is copied, then sent. Spans are good until the next body is chosen.
/// </summary>
public ref struct BodyBatch : IDisposable
{
    private readonly BodyReader _reader;
    private readonly ReaderPool _pool;
    private Database? _database;
    private RowCursor _prepared, _listed, _previews, _bytes;
    private bool _readsPrepared, _readsListed, _readsPreviews, _readsBytes, _isSound;
    private PreparedMessage? _preparedAnew;

    internal BodyBatch(BodyReader reader, ReaderPool pool) => (_reader, _pool, _isSound) = (reader, pool, true);

    /// <summary>The body that is read now.</summary>
    public BodyId Body { get; private set; }

    /// <summary>Chooses another body.</summary>
    public void MoveTo(BodyId body)
    {
        if (body != Body)
            (Body, _preparedAnew) = (body, null);
    }

    /// <exception cref="StoreException">There is no such body, or the file cannot be read.</exception>
    public ReadOnlySpan<byte> Envelope => Prepared(1) is { IsEmpty: false } envelope ? envelope : Anew.Envelope.Span;

    /// <exception cref="StoreException">There is no such body, or the file cannot be read.</exception>
    public ReadOnlySpan<byte> BodyStructure => Prepared(2) is { IsEmpty: false } structure ? structure : Anew.BodyStructure.Span;

    /// <summary>The SHA-256 of the message's bytes.</summary>
    /// <exception cref="StoreException">There is no such body, or the file cannot be read.</exception>
    public ReadOnlySpan<byte> Hash => Prepared(4);

    /// <summary>Where the sections of the message lie in its bytes.</summary>
    /// <exception cref="StoreException">There is no such body, or the file cannot be read.</exception>
    public MessageSections Sections => MessageSections.Decode(Prepared(3) is { IsEmpty: false } sections ? sections : Anew.Sections.Span);

    /// <summary>False: they were not prepared; look at the header itself.</summary>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public bool TryGetListedFields(out ReadOnlySpan<byte> fields)
    {
        if (!_readsListed)
            (_listed, _readsListed) = (new RowCursor(Database["SELECT body, fields FROM listed_fields WHERE body >= ?1 ORDER BY body"]), true);
        var isThere = MoveTo(ref _listed, Body.Value);
        fields = isThere ? _listed.Row.Blob(1) : default;
        return isThere;
    }

    /// <summary>The message's preview, in UTF-8. False: it was not made yet.</summary>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public bool TryGetPreview(out ReadOnlySpan<byte> preview)
    {
        if (!_readsPreviews)
            (_previews, _readsPreviews) = (new RowCursor(Database["SELECT body, text FROM preview WHERE body >= ?1 ORDER BY body"]), true);
        preview = default;
        if (!MoveTo(ref _previews, Body.Value) || _previews.Row.Blob(1) is not [PreviewText.Version, .. var text])
            return false;
        preview = text;
        return true;
    }

    /// <summary>The message's bytes, as far as its first row has them: all of a message that is no longer than <see cref="BodyReader.RowBytes"/>.</summary>
    /// <exception cref="StoreException">There are no such bytes, or the file cannot be read.</exception>
    public ReadOnlySpan<byte> FirstBytes
    {
        get
        {
            if (!_readsBytes)
                (_bytes, _readsBytes) = (new RowCursor(Database["SELECT id, bytes FROM body_data WHERE id >= ?1 ORDER BY id"]), true);
            return MoveTo(ref _bytes, BodyTables.RowOf(Body, 0)) ? _bytes.Row.Blob(1) : throw BodyReader.BytesMissing(Database, BodyTables.RowOf(Body, 0));
        }
    }

    public void Dispose()
    {
        if (_readsPrepared)
            _prepared.End();
        if (_readsListed)
            _listed.End();
        if (_readsPreviews)
            _previews.End();
        if (_readsBytes)
            _bytes.End();
        _pool.GiveBack(Database, _isSound);
    }

    // Who wants only what the snapshot has needs no connection.
    private Database Database => _database ??= _pool.Take();

    private PreparedMessage Anew => _preparedAnew ??= _reader.Prepare(Body);

    private ReadOnlySpan<byte> Prepared(int column)
    {
        if (!_readsPrepared)
            (_prepared, _readsPrepared) = (new RowCursor(Database["SELECT id, envelope, structure, sections, hash FROM body WHERE id >= ?1 ORDER BY id"]), true);
        return MoveTo(ref _prepared, Body.Value) ? _prepared.Row.Blob(column) : throw BodyReader.Missing(Database, Body);
    }

    private bool MoveTo(ref RowCursor cursor, long id)
    {
        // What fails here leaves the connection in a state that nobody knows.
        _isSound = false;
        var isThere = cursor.MoveTo(id);
        _isSound = true;
        return isThere;
    }
}
