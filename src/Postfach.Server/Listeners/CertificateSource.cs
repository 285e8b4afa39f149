using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Postfach.Server.Listeners;

/// <summary>
/// The certificate that handshakes use now. Looks at its files at most once a second, at a handshake, and takes over what changed; files that are
/// broken are logged once and the former certificate goes on. Thread-safe.
/// </summary>
public sealed class CertificateSource
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    private CertificateFiles _files;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private SslServerAuthenticationOptions _current;
    private string _stamp;
    private string? _complaint;
    private long _looked;

    /// <exception cref="CertificateException">The files cannot be used.</exception>
    public CertificateSource(CertificateFiles files, TimeProvider time, ILogger<CertificateSource> logger)
    {
        (_files, _time, _logger) = (files, time, logger);
        // The mark is taken before the files are read: what changes in between is read again.
        _stamp = files.Stamp();
        _current = Load();
        _looked = time.GetTimestamp();
    }

    /// <summary>What a handshake as server needs; the same object until the files change, so that TLS sessions can be resumed.</summary>
    public SslServerAuthenticationOptions Current()
    {
        lock (_lock)
        {
            if (_time.GetElapsedTime(_looked) >= LookAgainAfter)
            {
                _looked = _time.GetTimestamp();
                TakeOverChanges();
            }

            return _current;
        }
    }

    /// <summary>Takes over other files, or the same ones as they are now; those that cannot be used are logged, and the former certificate goes on.</summary>
    public void Use(CertificateFiles files)
    {
        lock (_lock)
        {
            (_files, _stamp) = (files, "");
            TakeOverChanges();
        }
    }

    /// <summary>Logs which certificate is in use, so that a person can compare its fingerprint with what a client shows.</summary>
    public void Announce() => Announce(Current());

    private void TakeOverChanges()
    {
        try
        {
            var stamp = _files.Stamp();
            if (stamp == _stamp)
                return;
            _stamp = stamp;
            _current = Load();
            _complaint = null;
            Announce(_current);
        }
        catch (CertificateException e)
        {
            if (e.Message != _complaint)
                _logger.CertificateNotTakenOver(e.Message);
            _complaint = e.Message;
        }
    }

    private void Announce(SslServerAuthenticationOptions options)
    {
        if (options.ServerCertificateContext is { TargetCertificate: var certificate })
            _logger.CertificateInUse(_files.Certificate, certificate.GetCertHashString(HashAlgorithmName.SHA256), certificate.NotAfter);
    }

    private SslServerAuthenticationOptions Load()
    {
        var (certificate, chain) = _files.Load();
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true),
            // RFC 8996 §4: nothing below TLS 1.2.
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            AllowRenegotiation = false,
        };
    }
}
