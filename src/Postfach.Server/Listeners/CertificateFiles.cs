using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postfach.Server.Listeners;

/// <summary>A certificate with its chain and its key in PEM files.</summary>
/// <param name="Certificate">The server's own certificate first, then those that lead from it to a root.</param>
/// <param name="Key">Its private key, not encrypted; may be the same file.</param>
public sealed record CertificateFiles(string Certificate, string Key)
{
    /// <summary>A mark that differs once one of the files was replaced or rewritten.</summary>
    /// <exception cref="CertificateException">A file cannot be opened.</exception>
    internal string Stamp() => StampOf(Certificate, "certificate") + StampOf(Key, "key");

    /// <exception cref="CertificateException">The files cannot be read or do not fit together.</exception>
    internal (X509Certificate2 Certificate, X509Certificate2Collection Chain) Load()
    {
        var certificates = Read(Certificate, "certificate");
        var key = Key == Certificate ? certificates : Read(Key, "key");
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(certificates);
            if (chain.Count == 0)
                throw CertificateException.Bad(Certificate, "has no certificate in PEM form", null);
            return (WithKey(certificates, key), chain);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw CertificateException.Bad(Certificate, $"and the key file {Key} do not give a certificate with its unencrypted private key", e);
        }
    }

    private static X509Certificate2 WithKey(string certificates, string key)
    {
        var certificate = X509Certificate2.CreateFromPem(certificates, key);
        if (!OperatingSystem.IsWindows())
            return certificate;

        // The TLS of Windows does not take a key that lives in memory only; one that came in as PKCS #12 it takes.
        using (certificate)
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private static string Read(string path, string what)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CertificateException.Unreadable(path, what, e);
        }
    }

    // Through the open file, so that a symbolic link that now points elsewhere is seen: that is how ACME clients renew.
    private static string StampOf(string path, string what)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return string.Create(CultureInfo.InvariantCulture, $"{File.GetLastWriteTimeUtc(file).Ticks} {RandomAccess.GetLength(file)} ");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CertificateException.Unreadable(path, what, e);
        }
    }
}
