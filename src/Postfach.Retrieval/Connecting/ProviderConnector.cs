using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Postfach.Mail;

namespace Postfach.Retrieval;

/// <summary>Connections to a source's provider, with TLS as its owner wants it: trusted by the system, or pinned; never less than was asked for.</summary>
internal sealed class ProviderConnector(SourceSettings settings, TimeProvider time)
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(30), Patience = TimeSpan.FromSeconds(90);

    private string? _mismatch;

    /// <summary>The certificate that the provider showed last: its SHA-256 in hexadecimal digits.</summary>
    public string? ShownFingerprint { get; private set; }

    /// <summary>Opens a connection in clear text, through the proxy where there is one.</summary>
    /// <exception cref="ProviderException">Nobody answers.</exception>
    public async Task<PatientStream> ConnectAsync(CancellationToken ct)
    {
        var proxy = settings.Proxy is { } text ? ProxyAddress.Parse(text) : null;
        var (host, port) = proxy is null ? (settings.Host, settings.Port) : (proxy.Host, proxy.Port);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new DnsEndPoint(host, port), ct).AsTask().WaitAsync(ConnectPatience, time, ct);
            var stream = new PatientStream(new NetworkStream(socket, ownsSocket: true), Patience, time);
            if (proxy is not null)
                await AskProxyAsync(stream, proxy, ct);
            return stream;
        }
        catch (Exception e) when (e is SocketException or TimeoutException or IOException)
        {
            socket.Dispose();
            if (e is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } || IsNobodys(host))
                throw new ProviderException(ProviderFault.UnknownHost, $"There is no host {host}; look at how its name is written.", e);
            var why = e is TimeoutException ? "nobody answers" : e.Message.TrimEnd('.');
            throw new ProviderException(ProviderFault.Unreachable, $"{host}:{port} cannot be reached: {why}.", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // RFC 6761 §6.4: there is no host below it, though a resolver that reaches nobody does not know.
    private static bool IsNobodys(string host) => host.EndsWith(".invalid", StringComparison.OrdinalIgnoreCase);

    /// <summary>Puts TLS over a connection.</summary>
    /// <exception cref="ProviderException">The provider's certificate is not the one, or it speaks no TLS.</exception>
    public async Task<Stream> SecureAsync(Stream stream, CancellationToken ct)
    {
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = settings.Host,
                    ClientCertificates = ClientCertificates(),
                    RemoteCertificateValidationCallback = (_, certificate, _, errors) => IsTrusted(certificate, errors),
                },
                ct);
            return tls;
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            await tls.DisposeAsync();
            throw Insecure(e);
        }
    }

    /// <summary>Whether the provider's certificate is the one that is wanted.</summary>
    public bool IsTrusted(X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is null)
            return Refuse("it shows no certificate");
        ShownFingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        if (settings.Fingerprint is { } wanted)
            return wanted.Replace(":", "", StringComparison.Ordinal).Equals(ShownFingerprint, StringComparison.OrdinalIgnoreCase) || Refuse("its certificate is not the pinned one");
        return errors switch
        {
            SslPolicyErrors.None => true,
            _ when certificate is X509Certificate2 { NotAfter: var end } && end < time.GetUtcNow() => Refuse($"its certificate is out of date since {end:yyyy-MM-dd}"),
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => Refuse($"its certificate is not for {settings.Host}"),
            _ => Refuse("nobody the system trusts has signed its certificate"),
        };
    }

    /// <summary>What went wrong with TLS, for a person.</summary>
    public ProviderException Insecure(Exception inner) => new(
        ProviderFault.Security,
        _mismatch is { } why
            ? $"{settings.Host} is not trusted: {why}. It shows SHA-256 {ShownFingerprint}; where that is right, pin it with --fingerprint."
            : $"{settings.Host}:{settings.Port} does not speak TLS as it should: {inner.GetBaseException().Message.TrimEnd('.')}.{StartTlsHint}",
        inner);

    // Whoever shows no certificate may have begun in clear text.
    private string StartTlsHint => ShownFingerprint is null && settings.Security == TransportSecurity.Implicit ? " Perhaps this port wants --tls starttls." : "";

    /// <summary>
    /// What it means that the connection ended before the log-in was done. With TLS that may be the provider's answer to our certificate, or to there being
    /// none: it looks at it when TLS has begun for us. RFC 8446 §4.4.2.4.
    /// </summary>
    /// <param name="isGreeted">It has said something in TLS: so it goes on without a certificate, if not with any.</param>
    public ProviderException EndedEarly(ProviderException ended, bool isGreeted)
    {
        if (ShownFingerprint is null || ended.Fault != ProviderFault.Broken || (isGreeted && settings.ClientCertificate is null))
            return ended;
        var why = settings.ClientCertificate is { } file ? $"it may not take the client certificate {file}" : "it may want a client certificate (--client-certificate)";
        var isSure = IsAboutCertificate(ended.GetBaseException().Message);
        return new ProviderException(isSure ? ProviderFault.Security : ended.Fault, $"{settings.Host}:{settings.Port} ended the connection once TLS had begun: {why}.", ended);
    }

    /// <summary>The certificate to show to the provider.</summary>
    /// <exception cref="ProviderException">Its file cannot be read.</exception>
    public X509CertificateCollection ClientCertificates()
    {
        if (settings.ClientCertificate is not { } file)
            return [];
        try
        {
            return [X509Certificate2.CreateFromPemFile(file)];
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ProviderException(ProviderFault.Security, $"The client certificate {file} cannot be used: {e.Message.TrimEnd('.')}.", e);
        }
    }

    // RFC 8446 §6.2, in OpenSSL's words: "tlsv13 alert certificate required", "tlsv1 alert unknown ca".
    private static bool IsAboutCertificate(string message) =>
        message.Contains(" alert ", StringComparison.Ordinal) && (message.Contains("certificate", StringComparison.Ordinal) || message.Contains("unknown ca", StringComparison.Ordinal));

    private bool Refuse(string why)
    {
        _mismatch = why;
        return false;
    }

    private async Task AskProxyAsync(PatientStream stream, ProxyAddress proxy, CancellationToken ct)
    {
        try
        {
            var logIn = proxy.User is { } user ? new NetworkCredential(user, await ProxyPasswordAsync(ct)) : null;
            await Socks5.ConnectAsync(stream, settings.Host, settings.Port, logIn, ct).WaitAsync(ConnectPatience, time, ct);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            var what = e is TimeoutException ? "says nothing" : "ends the connection";
            throw new ProviderException(ProviderFault.Unreachable, $"The proxy {proxy} {what} when it is asked for {settings.Host}:{settings.Port}.", e);
        }
    }

    private async Task<string> ProxyPasswordAsync(CancellationToken ct)
    {
        if (settings.ProxyPasswordFile is not { } file)
            return "";
        try
        {
            return (await File.ReadAllLinesAsync(file, ct)).FirstOrDefault() ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProviderException(ProviderFault.NoSecret, $"The password for the proxy cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
    }
}
