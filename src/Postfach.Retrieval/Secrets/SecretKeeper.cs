using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Postfach.Retrieval;

/// <summary>Encrypts the passwords of sources with keys that lie in a folder of the data folder, apart from what they encrypt. Any thread may call.</summary>
public sealed class SecretKeeper
{
    private readonly IDataProtector _protector;

    /// <param name="dataFolder">Keys are made below it when the first secret is kept.</param>
    public SecretKeeper(string dataFolder) =>
        _protector = DataProtectionProvider.Create(new DirectoryInfo(Path.Combine(dataFolder, "keys")), builder => builder.SetApplicationName("Postfach")).CreateProtector("source secret");

    public byte[] Protect(string secret) => _protector.Protect(Encoding.UTF8.GetBytes(secret));

    /// <exception cref="ProviderException">The keys it was encrypted with are gone.</exception>
    public string Reveal(ReadOnlyMemory<byte> secret)
    {
        try
        {
            return Encoding.UTF8.GetString(_protector.Unprotect(secret.ToArray()));
        }
        catch (CryptographicException e)
        {
            throw new ProviderException(ProviderFault.NoSecret, "The password cannot be decrypted: the folder 'keys' of the data folder is not the one it was kept with. Set it again.", e);
        }
    }
}
