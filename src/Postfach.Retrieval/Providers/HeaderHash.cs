using System.Security.Cryptography;
using Postfach.Protocol.Pop3;

namespace Postfach.Retrieval;

/// <summary>The SHA-256 of a message's header, with the empty line behind it, out of its bytes as they come.</summary>
internal sealed class HeaderHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly TopExtent _header = new(lines: 0);

    public void Write(ReadOnlySpan<byte> piece)
    {
        if (!_header.IsReached)
            _hash.AppendData(piece[.._header.Take(piece)]);
    }

    public byte[] Finish() => _hash.GetHashAndReset();

    public void Dispose() => _hash.Dispose();
}
