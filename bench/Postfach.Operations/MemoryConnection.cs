using System.IO.Pipelines;
using Postfach.Mail;
using Postfach.Server.Connections;

namespace Postfach.Operations;

/// <summary>
/// A connection without a network: what one side writes, the other reads. The server works on the thread of the client's write, so that nothing depends on
/// which thread comes first; only the store's writer is another.
/// </summary>
internal sealed class MemoryConnection : IClientConnection
{
    private static readonly PipeOptions Direct = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false);

    private readonly Pipe _toServer = new(Direct);
    private readonly Pipe _toClient = new(Direct);

    public MemoryConnection() => Transport = new ServerSide(_toServer.Reader, _toClient.Writer);

    public PipeWriter ClientWrites => _toServer.Writer;

    public PipeReader ClientReads => _toClient.Reader;

    public string Id => "memory";

    public string Peer => "127.0.0.1";

    public IDuplexPipe Transport { get; }

    public bool IsEncrypted => false;

    public bool MayLogIn => true;

    public CancellationToken Closed => CancellationToken.None;

    public Task StartTlsAsync(CancellationToken ct) => throw new IOException("There is no TLS in memory.");

    public bool TryEnter(UserName user) => true;

    private sealed record ServerSide(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
