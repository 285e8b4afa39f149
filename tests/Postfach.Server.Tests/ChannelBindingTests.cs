using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Postfach.Server.Listeners;

namespace Postfach.Server.Tests;

public sealed class ChannelBindingTests
{
    [Theory]
    [InlineData("SHA256", "SHA256")]
    [InlineData("SHA384", "SHA384")]
    [InlineData("SHA512", "SHA512")]
    public void A_certificate_is_hashed_with_the_hash_of_its_signature(string signature, string expected)
    {
        using var rsa = RSA.Create(2048);
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var hash = new HashAlgorithmName(signature);
        foreach (var request in new[]
        {
            new CertificateRequest("CN=mail.example.org", rsa, hash, RSASignaturePadding.Pkcs1),
            new CertificateRequest("CN=mail.example.org", ecdsa, hash),
        })
        {
            var now = new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);
            using var certificate = request.CreateSelfSigned(now, now.AddDays(1));
            Assert.Equal(CryptographicOperations.HashData(new HashAlgorithmName(expected), certificate.RawData), TlsChannelBinding.ServerEndPoint(certificate));
        }
    }
}
