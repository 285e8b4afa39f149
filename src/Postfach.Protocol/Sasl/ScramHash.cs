using System.Security.Cryptography;

namespace Postfach.Protocol.Sasl;

/// <summary>The hash that a SCRAM mechanism is made with. RFC 5802 §4, RFC 7677 §3.</summary>
public sealed record ScramHash(string Mechanism, HashAlgorithmName Algorithm)
{
    public static readonly ScramHash Sha1 = new("SCRAM-SHA-1", HashAlgorithmName.SHA1);
    public static readonly ScramHash Sha256 = new("SCRAM-SHA-256", HashAlgorithmName.SHA256);

    public byte[] Hmac(byte[] key, byte[] data) => CryptographicOperations.HmacData(Algorithm, key, data);

    public byte[] Hash(byte[] data) => CryptographicOperations.HashData(Algorithm, data);
}
