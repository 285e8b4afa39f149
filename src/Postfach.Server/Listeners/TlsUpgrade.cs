using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;

namespace Postfach.Server.Listeners;

/// <summary>Lays TLS over a connection, for listeners with implicit TLS and for STARTTLS and STLS alike. Thread-safe.</summary>
public sealed class TlsUpgrade(CertificateSource certificates, TimeSpan handshakeTimeout, TimeProvider time)
{
    /// <summary>
    /// Waits for the client's handshake. Bytes that the client sent in clear text too early are read as part of it and make it fail, so that
    /// nothing said before TLS counts afterwards (RFC 9051 §11.3).
    /// </summary>
    /// <exception cref="IOException">No handshake came about: the two could not agree, it took too long, the connection broke.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public async Task<TlsConnection> AcceptAsync(IDuplexPipe clear, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(handshakeTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        var stream = new SslStream(new DuplexPipeStream(clear), leaveInnerStreamOpen: true);
        try
        {
            await stream.AuthenticateAsServerAsync(certificates.Current(), either.Token);
            return new TlsConnection(stream);
        }
        catch (Exception e)
        {
            await stream.DisposeAsync();
            switch (e)
            {
                case AuthenticationException:
                    throw new IOException($"The TLS handshake failed: {(e.InnerException ?? e).Message}", e);
                case OperationCanceledException when deadline.IsCancellationRequested && !ct.IsCancellationRequested:
                    throw new IOException("The TLS handshake took too long", e);
                default:
                    throw;
            }
        }
    }
}
