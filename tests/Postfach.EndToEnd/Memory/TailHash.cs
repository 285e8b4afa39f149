using System.Security.Cryptography;

namespace Postfach.EndToEnd.Memory;

/// <summary>Hashes what comes from a place on: what was written in front of a message is left out.</summary>
internal sealed class TailHash(long skip) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _skip = skip;

    public byte[] Hash => _hash.GetCurrentHash();

    public void Write(ReadOnlySpan<byte> bytes)
    {
        var skipped = (int)Math.Min(_skip, bytes.Length);
        _skip -= skipped;
        _hash.AppendData(bytes[skipped..]);
    }

    public void Dispose() => _hash.Dispose();
}
