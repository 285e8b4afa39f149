using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postfach.Server.Listeners;

/// <summary>The certificate of a server that was given none: made once and kept, so that a client that trusted it goes on trusting it.</summary>
public static class SelfSignedCertificate
{
    private const int YearsValid = 10;

    // RFC 5280 §4.2.1.12: id-kp-serverAuth.
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private static readonly TimeSpan RenewedBeforeEnd = TimeSpan.FromDays(30);

    /// <summary>The one in <paramref name="path"/>, a PEM file of mode 0600 with key and certificate; made anew when it is missing or nearly over.</summary>
    /// <exception cref="CertificateException">What lies at the path is not a certificate with its key.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static CertificateFiles Provide(string path, string hostName, TimeProvider time)
    {
        var files = new CertificateFiles(path, path);
        if (!File.Exists(path) || IsNearlyOver(files, time))
            Replace(path, Create(hostName, time.GetUtcNow()));
        return files;
    }

    private static bool IsNearlyOver(CertificateFiles files, TimeProvider time)
    {
        using var certificate = files.Load().Certificate;
        return certificate.NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime < RenewedBeforeEnd;
    }

    private static string Create(string hostName, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(hostName);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        // RFC 9525 §6: clients compare with these names, not with the subject.
        var names = new SubjectAlternativeNameBuilder();
        foreach (var dnsName in new[] { hostName, "localhost" }.Distinct(StringComparer.OrdinalIgnoreCase))
            names.AddDnsName(dnsName);
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        // A client's clock may be a little behind.
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(YearsValid));
        return key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem() + "\n";
    }

    private static void Replace(string path, string pem)
    {
        var fresh = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.Delete(fresh);
        using (var writer = new StreamWriter(fresh, options))
            writer.Write(pem);
        File.Move(fresh, path, overwrite: true);
    }
}
