using System.Security.Cryptography;
using System.Text;

namespace Postfach.Store;

/// <summary>
/// What is kept of a password: the password itself cannot be had from it. One record serves SCRAM as well as mechanisms that bring the password in
/// clear. RFC 5802 §3, RFC 7677.
/// </summary>
public sealed record PasswordRecord(string Mechanism, int Iterations, byte[] Salt, byte[] StoredKey, byte[] ServerKey)
{
    public const string ScramSha256 = "SCRAM-SHA-256";

    private const int SaltBytes = 16;

    /// <summary>Derives a record from a password that SASLprep has been applied to. Slow by design.</summary>
    public static PasswordRecord Create(string password, int iterations) => Create(password, iterations, RandomNumberGenerator.GetBytes(SaltBytes));

    public static PasswordRecord Create(string password, int iterations, byte[] salt)
    {
        // RFC 5802 §3: SaltedPassword := Hi(Normalize(password), salt, i), where Hi is PBKDF2.
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        var storedKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        return new PasswordRecord(ScramSha256, iterations, salt, storedKey, HMACSHA256.HashData(salted, "Server Key"u8));
    }

    /// <summary>Whether this is the record of a password that SASLprep has been applied to. Slow by design; takes the same time either way.</summary>
    public bool Matches(string password) =>
        CryptographicOperations.FixedTimeEquals(Create(password, Iterations, Salt).StoredKey, StoredKey);
}
