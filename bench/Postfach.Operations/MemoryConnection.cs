using System.IO.Pipelines;
using Postfach.Mail;
using Postfach.Server.Connections;

namespace Postfach.Operations;

/// <summary>
/// A connection without a network: what one side writes, the other reads. The server works on the thread of the client's write, as long as it need not wait
/// for the store's writer; a client never works on the server's. An answer is held as a whole: beyond 2 MB it would be more than the shared pool keeps for one
/// core, and figures would depend on how many there are.
/// </summary>
internal sealed class MemoryConnection : IClientConnection
{
    private readonly Pipe _toServer = new(Options(PipeScheduler.Inline));
    private readonly Pipe _toClient = new(Options(PipeScheduler.ThreadPool));

    public MemoryConnection()
    {
        ServerReads = new WatchedReader(_toServer.Reader);
        Transport = new ServerSide(ServerReads, _toClient.Writer);
    }

    public WatchedReader ServerReads { get; }

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

    private static PipeOptions Options(PipeScheduler reader) => new(readerScheduler: reader, pauseWriterThreshold: 0, useSynchronizationContext: false);

    private sealed record ServerSide(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
