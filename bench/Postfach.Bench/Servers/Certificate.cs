using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postfach.Bench.Servers;

/// <summary>One certificate for all servers: ECDSA on P-256, as those are that ACME clients get by default.</summary>
internal sealed class Certificate
{
    public Certificate(BenchFolder folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        (CertificateFile, KeyFile) = (folder["certificate.pem"], folder["key.pem"]);
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>PEM.</summary>
    public string CertificateFile { get; }

    /// <summary>PEM, not encrypted.</summary>
    public string KeyFile { get; }
}
