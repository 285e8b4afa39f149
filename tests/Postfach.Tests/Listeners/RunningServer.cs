using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Postfach.Server.Listeners;

namespace Postfach.Tests.Listeners;

/// <summary>Listeners with a session of the test's choice, on free ports.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly TempFolder _temp = new();
    private readonly MailServer _server;
    private readonly X509Certificate2 _certificate;

    private RunningServer(MailServerOptions options, MailSession session)
    {
        var files = SelfSignedCertificate.Provide(_temp["self.pem"], "localhost", TimeProvider.System);
        _certificate = X509Certificate2.CreateFromPemFile(files.Certificate);
        _server = new MailServer(options, new CertificateSource(files, TimeProvider.System, Log.Of<CertificateSource>()), _ => session, TimeProvider.System, Log);
    }

    public FaultLog Log { get; } = new();

    public IReadOnlyList<ListenAddress> Addresses { get; private set; } = [];

    public static async Task<RunningServer> StartAsync(MailServerOptions options, MailSession session, CancellationToken ct, params string[] listen)
    {
        var running = new RunningServer(options, session);
        running.Addresses = await running._server.StartAsync(
            [.. listen.Select(l => ListenAddress.TryParse(l, out var address, out var why) ? address : throw new ArgumentException(why))], ct);
        return running;
    }

    public Task StopAsync() => _server.StopAsync();

    public async Task<NetworkStream> ConnectAsync(CancellationToken ct, int listener = 0)
    {
        var endPoint = Addresses[listener].EndPoint;
        var socket = endPoint is IPEndPoint
            ? new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(endPoint, ct);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>As a client that knows the certificate.</summary>
    public async Task<SslStream> EncryptAsync(Stream stream, CancellationToken ct)
    {
        var encrypted = new SslStream(stream);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _certificate.GetCertHashString(),
        };
        await encrypted.AuthenticateAsClientAsync(options, ct);
        return encrypted;
    }

    /// <summary>All that comes until the other side closes.</summary>
    public static async Task<string> ReadToEndAsync(Stream stream, CancellationToken ct)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        return await reader.ReadToEndAsync(ct);
    }

    public static async Task<string> ReadLineAsync(Stream stream, CancellationToken ct)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, ct) > 0 && one[0] != '\n')
            line.Append((char)one[0]);
        return line.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        await _server.DisposeAsync();
        _certificate.Dispose();
        _temp.Dispose();
    }
}
