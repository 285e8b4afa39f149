using System.IO.Pipelines;

namespace Postfach.Server.Tests;

/// <summary>Two pipes in memory: what one side writes, the other reads. The server reads each piece before the client's write returns.</summary>
internal sealed class Wire : IDuplexPipe
{
    private static readonly PipeOptions Direct = new(readerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false);

    private readonly Pipe _toServer = new(Direct);
    private readonly Pipe _toClient;

    /// <param name="pauseAt">Bytes that the client may leave unread before the server has to wait; 0: any number.</param>
    public Wire(int pauseAt = 0)
    {
        _toClient = new Pipe(new PipeOptions(pauseWriterThreshold: pauseAt, resumeWriterThreshold: pauseAt / 2, useSynchronizationContext: false));
        ServerReads = new WatchedReader(_toServer.Reader);
    }

    public WatchedReader ServerReads { get; }

    public PipeWriter ClientWrites => _toServer.Writer;

    public PipeReader ClientReads => _toClient.Reader;

    PipeReader IDuplexPipe.Input => ServerReads;

    PipeWriter IDuplexPipe.Output => _toClient.Writer;

    /// <summary>What a listener does when the session has ended.</summary>
    public void CloseServerSide()
    {
        ServerReads.Complete();
        _toClient.Writer.Complete();
    }
}
