using System.Security.Cryptography;

namespace Postfach.EndToEnd.Memory;

/// <summary>A message too big to hold: made as it is sent, and known by its hash.</summary>
internal sealed class BigMessage
{
    private readonly byte[] _head = "Subject: big\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n"u8.ToArray();
    private readonly byte[] _piece = Piece();
    private readonly long _pieces;

    public BigMessage(long mebibytes)
    {
        _pieces = mebibytes * (1 << 20) / _piece.Length;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var bytes in Pieces)
            hash.AppendData(bytes.Span);
        Hash = hash.GetHashAndReset();
    }

    public long Length => _head.Length + (_pieces * _piece.Length);

    public byte[] Hash { get; }

    /// <summary>No line begins with a dot, and the last one is ended.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces
    {
        get
        {
            yield return _head;
            for (long i = 0; i < _pieces; i++)
                yield return _piece;
        }
    }

    // Whole lines of 76 characters.
    private static byte[] Piece()
    {
        var random = new Random(1);
        var piece = new byte[78 * 1024];
        random.GetItems("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8, piece);
        for (var end = 76; end < piece.Length; end += 78)
            "\r\n"u8.CopyTo(piece.AsSpan(end));
        return piece;
    }
}
