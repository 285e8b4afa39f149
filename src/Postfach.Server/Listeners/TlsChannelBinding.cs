using System.Net.Security;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Security.Authentication.ExtendedProtection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postfach.Server.Listeners;

/// <summary>What only the two ends of a TLS connection have in common. RFC 5929.</summary>
internal static class TlsChannelBinding
{
    private const int LengthOffset = 24;
    private const int DataOffset = 28;
    private const string Sha384Rsa = "1.2.840.113549.1.1.12";
    private const string Sha512Rsa = "1.2.840.113549.1.1.13";
    private const string Sha384Ecdsa = "1.2.840.10045.4.3.3";
    private const string Sha512Ecdsa = "1.2.840.10045.4.3.4";

    /// <summary>The hash of the server's certificate.</summary>
    public static byte[] ServerEndPoint(X509Certificate certificate)
    {
        // RFC 5929 §4.1: with the hash of the certificate's signature, but SHA-256 in place of MD5 and SHA-1, and where there is no one hash.
        using var copy = new X509Certificate2(certificate);
        var hash = copy.SignatureAlgorithm.Value switch
        {
            Sha384Rsa or Sha384Ecdsa => HashAlgorithmName.SHA384,
            Sha512Rsa or Sha512Ecdsa => HashAlgorithmName.SHA512,
            _ => HashAlgorithmName.SHA256,
        };
        return CryptographicOperations.HashData(hash, copy.RawData);
    }

    /// <summary>The first Finished message of the handshake; null in TLS 1.3, for which RFC 5929 does not define it.</summary>
    public static byte[]? Unique(SslStream stream)
    {
        if (stream.SslProtocol != SslProtocols.Tls12)
            return null;
        using var token = stream.TransportContext.GetChannelBinding(ChannelBindingKind.Unique);
        if (token is null || token.IsInvalid)
            return null;

        // The token is a SEC_CHANNEL_BINDINGS: a head that says where the data is, then "tls-unique:" and the bytes.
        var bytes = new byte[Marshal.ReadInt32(token.DangerousGetHandle(), LengthOffset)];
        Marshal.Copy(token.DangerousGetHandle() + Marshal.ReadInt32(token.DangerousGetHandle(), DataOffset), bytes, 0, bytes.Length);
        return bytes.AsSpan().StartsWith("tls-unique:"u8) ? bytes["tls-unique:"u8.Length..] : null;
    }
}
