using System.Buffers;
using System.Security.Cryptography;
using Postfach.Mail;
using Postfach.Mime;

namespace Postfach.Store;

/// <summary>
/// Takes in one message's bytes for one account: hashed and read as they come; big ones are laid down in the account's file piece by piece, each piece a
/// commit of its own that nobody sees before the append. Memory holds one piece. Not thread-safe.
/// </summary>
public sealed class IncomingMessage : IAsyncDisposable
{
    /// <summary>Bytes kept in memory before they are laid down.</summary>
    private const int PieceBytes = 4 * BodyTables.RowBytes;

    private readonly AccountWriter _writer;
    private readonly long _limit;
    private readonly IncrementalHash _hasher = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly MessageReader _reader = new();
    private byte[] _piece = [];
    private int _pieceLength;
    private BodyId? _staged;
    private AccountFile? _stagedIn;
    private long _stagedRows;
    private byte[]? _hash;
    private PreparedMessage? _prepared;
    private bool _settled;

    internal IncomingMessage(AccountWriter writer, long limit) => (_writer, _limit) = (writer, limit);

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>More bytes came than a message may have: they were dropped, and it cannot be appended.</summary>
    public bool IsTooBig => Length > _limit;

    /// <summary>Where the bytes lie, once they have been appended.</summary>
    internal BodyId? Body { get; private set; }

    /// <summary>What the bytes are known by once they are complete.</summary>
    internal ReadOnlySpan<byte> Hash => _hash;

    /// <summary>Takes the next bytes; they are copied before this returns.</summary>
    /// <exception cref="StoreException">A piece could not be laid down.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (_hash is not null)
            throw new InvalidOperationException("The message is complete.");
        Length += bytes.Length;
        while (!bytes.IsEmpty && !IsTooBig)
        {
            var take = Math.Min(bytes.Length, PieceBytes - _pieceLength);
            Keep(bytes.Span[..take]);
            bytes = bytes[take..];
            if (_pieceLength == PieceBytes)
                await StageAsync(ct);
        }
    }

    /// <summary>No more bytes come; those that memory holds are laid down, because other messages are to come before the append.</summary>
    /// <exception cref="StoreException">They could not be laid down.</exception>
    public async Task LayDownAsync(CancellationToken ct)
    {
        Complete();
        if (_pieceLength > 0)
            await StageAsync(ct);
        ReleasePiece();
    }

    /// <summary>Gives up what was not appended.</summary>
    public async ValueTask DisposeAsync()
    {
        _hasher.Dispose();
        ReleasePiece();
        if (_staged is not { } body || _settled)
            return;
        _settled = true;
        await _writer.RunAsync(
            scope =>
            {
                Drop(scope, body);
                return true;
            },
            CancellationToken.None);
    }

    /// <summary>No more bytes come.</summary>
    internal void Complete()
    {
        if (IsTooBig)
            throw new InvalidOperationException("The message is too big.");
        _hash ??= _hasher.GetHashAndReset();
        _prepared ??= _reader.Complete();
    }

    /// <summary>On the writer's thread: makes the bytes a body, or finds the one that has them already.</summary>
    internal BodyId Settle(WriteScope scope)
    {
        var hash = _hash!; // Complete came first
        if (scope.File.Bodies.Find(Length, hash) is { } known)
        {
            scope.File.Bodies.Hold(known);
            if (_staged is { } staged)
                Drop(scope, staged);
            Body = known;
            return known;
        }

        MustBeWhole(scope);
        var body = _staged ?? scope.NewBody();
        scope.File.Bodies.Insert(body, Length, hash, _prepared!); // Complete came first
        scope.File.Bodies.InsertData(body, _stagedRows, _piece.AsSpan(0, _pieceLength));
        scope.BytesWritten += _pieceLength;
        if (_staged is not null)
            scope.File.Bodies.ClearStaged(body);
        Body = body;
        return body;
    }

    /// <summary>The append is durable.</summary>
    internal void Appended()
    {
        _settled = true;
        ReleasePiece();
    }

    /// <summary>
    /// A file that was opened anew after a failure of its disk has dropped what was laid down in it before, and gives the body's number again.
    /// </summary>
    private void MustBeWhole(WriteScope scope)
    {
        if (_stagedIn is not null && _stagedIn != scope.File)
            throw new StoreException("The disk failed while the message came in; send it again.");
    }

    private void Drop(WriteScope scope, BodyId body)
    {
        if (_stagedIn != scope.File)
            return;
        scope.File.Bodies.DeleteData(body);
        scope.File.Bodies.ClearStaged(body);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        _hasher.AppendData(bytes);
        _reader.Write(bytes);
        if (_piece.Length - _pieceLength < bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_pieceLength + bytes.Length, Math.Min(PieceBytes, _pieceLength * 2)));
            _piece.AsSpan(0, _pieceLength).CopyTo(larger);
            ReturnArray();
            _piece = larger;
        }

        bytes.CopyTo(_piece.AsSpan(_pieceLength));
        _pieceLength += bytes.Length;
    }

    private async ValueTask StageAsync(CancellationToken ct)
    {
        _staged = await _writer.RunAsync(
            scope =>
            {
                MustBeWhole(scope);
                _stagedIn = scope.File;
                var body = _staged ?? scope.NewBody();
                scope.File.Bodies.MarkStaged(body);
                scope.File.Bodies.InsertData(body, _stagedRows, _piece.AsSpan(0, _pieceLength));
                scope.BytesWritten += _pieceLength;
                return (BodyId?)body;
            },
            ct);
        _stagedRows += PieceBytes / BodyTables.RowBytes;
        _pieceLength = 0;
    }

    private void ReleasePiece()
    {
        ReturnArray();
        (_piece, _pieceLength) = ([], 0);
    }

    private void ReturnArray()
    {
        if (_piece.Length > 0)
            ArrayPool<byte>.Shared.Return(_piece);
    }
}
