using System.IO.Pipelines;
using System.Net.Security;
using Postfach.Protocol.Sasl;

namespace Postfach.Server.Listeners;

/// <summary>The encrypted side of a connection: what is read and written here is clear text that travels in TLS over another pair of pipes.</summary>
public sealed class TlsConnection : IDuplexPipe, IAsyncDisposable
{
    // A TLS record holds up to 16 KiB; whole records make the fewest system calls.
    private static readonly StreamPipeReaderOptions Reading = new(bufferSize: 16 << 10, minimumReadSize: 1 << 10, leaveOpen: true, useZeroByteReads: true);
    private static readonly StreamPipeWriterOptions Writing = new(minimumBufferSize: 4 << 10, leaveOpen: true);

    internal TlsConnection(SslStream stream)
    {
        Stream = stream;
        Input = PipeReader.Create(stream, Reading);
        Output = PipeWriter.Create(stream, Writing);
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    /// <summary>What was negotiated: protocol, cipher, certificates, channel binding. Do not read from it or write to it.</summary>
    public SslStream Stream { get; }

    /// <summary>The channel binding of a type of RFC 5929; null where there is none.</summary>
    public byte[]? ChannelBinding(string type) => type switch
    {
        SaslContext.TlsServerEndPoint when Stream.LocalCertificate is { } certificate => TlsChannelBinding.ServerEndPoint(certificate),
        SaslContext.TlsUnique => TlsChannelBinding.Unique(Stream),
        _ => null,
    };

    /// <summary>Says goodbye in TLS (RFC 8446 §6.1), so that the client knows nothing was cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Output.CompleteAsync();
            await Input.CompleteAsync();
            await Stream.ShutdownAsync();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or ObjectDisposedException)
        {
            // The client is gone already.
        }

        await Stream.DisposeAsync();
    }
}
