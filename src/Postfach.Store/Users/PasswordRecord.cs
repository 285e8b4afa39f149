using System.Security.Cryptography;
using System.Text;

namespace Postfach.Store;

/// <summary>
/// What is kept of a password: the password itself cannot be had from it. A user has one for each SCRAM mechanism; that of SCRAM-SHA-256 serves
/// mechanisms that bring the password in clear as well. RFC 5802 §3, RFC 7677.
/// </summary>
public sealed record PasswordRecord(string Mechanism, int Iterations, byte[] Salt, byte[] StoredKey, byte[] ServerKey)
{
    public const string ScramSha1 = "SCRAM-SHA-1";
    public const string ScramSha256 = "SCRAM-SHA-256";

    internal const int SaltBytes = 16;

    /// <summary>Derives the record of SCRAM-SHA-256 from a password that SASLprep has been applied to. Slow by design.</summary>
    public static PasswordRecord Create(string password, int iterations, byte[] salt) => Create(ScramSha256, password, iterations, salt);

    /// <summary>Derives a record, with a salt of its own, from a password that SASLprep has been applied to. Slow by design.</summary>
    public static PasswordRecord Create(string mechanism, string password, int iterations) =>
        Create(mechanism, password, iterations, RandomNumberGenerator.GetBytes(SaltBytes));

    /// <summary>Whether this is the record of a password that SASLprep has been applied to. Slow by design; takes the same time either way.</summary>
    public bool Matches(string password) =>
        CryptographicOperations.FixedTimeEquals(Create(Mechanism, password, Iterations, Salt).StoredKey, StoredKey);

    private static PasswordRecord Create(string mechanism, string password, int iterations, byte[] salt)
    {
        var (hash, length) = mechanism == ScramSha1
            ? (HashAlgorithmName.SHA1, SHA1.HashSizeInBytes)
            : (HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);

        // RFC 5802 §3: SaltedPassword := Hi(Normalize(password), salt, i), where Hi is PBKDF2.
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, hash, length);
        var clientKey = CryptographicOperations.HmacData(hash, salted, "Client Key"u8);
        var serverKey = CryptographicOperations.HmacData(hash, salted, "Server Key"u8);
        return new PasswordRecord(mechanism, iterations, salt, CryptographicOperations.HashData(hash, clientKey), serverKey);
    }
}
