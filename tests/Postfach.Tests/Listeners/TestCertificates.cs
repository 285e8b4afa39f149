using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postfach.Tests.Listeners;

/// <summary>Certificates made for one test.</summary>
internal static class TestCertificates
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2120, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A certificate of its own making: certificate and key as PEM.</summary>
    public static (string Certificate, string Key) Single(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Request(name, key, isAuthority: false).CreateSelfSigned(From, Until);
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>A certificate, and the one in between that leads from it to a root: both as PEM, and the key.</summary>
    public static (string Chain, string Key) Chain(string name)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var betweenKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Request("root", rootKey, isAuthority: true).CreateSelfSigned(From, Until);
        using var between = Request("between", betweenKey, isAuthority: true).Create(root, From, Until, [1]);
        using var betweenWithKey = between.CopyWithPrivateKey(betweenKey);
        using var leaf = Request(name, key, isAuthority: false).Create(betweenWithKey, From, Until, [2]);
        return (leaf.ExportCertificatePem() + "\n" + between.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static CertificateRequest Request(string name, ECDsa key, bool isAuthority)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        return request;
    }
}
