using System.Security.Cryptography;
using Postfach.Protocol.Pop3;

namespace Postfach.Retrieval;

/// <summary>The SHA-256 of a message's header, with the empty line behind it, out of its bytes as they come.</summary>
internal sealed class HeaderHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly TopExtent _header = new(lines: 0);

    /// <summary>Takes the next bytes of the message.</summary>
    /// <returns>Those of them that belong to the header.</returns>
    public ReadOnlySpan<byte> Write(ReadOnlySpan<byte> piece)
    {
        var header = piece[.._header.Take(piece)];
        _hash.AppendData(header);
        return header;
    }

    public byte[] Finish() => _hash.GetHashAndReset();

    public void Dispose() => _hash.Dispose();
}
