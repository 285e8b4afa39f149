using System.IO.Pipelines;

namespace Postfach.Server.Tests;

/// <summary>A pipe's reading end that tells when the server has read all there is and waits for more.</summary>
internal sealed class WatchedReader(PipeReader reader) : PipeReader
{
    private volatile TaskCompletionSource _waits = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Waits => _waits.Task;

    public override bool TryRead(out ReadResult result) => reader.TryRead(out result);

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var reading = reader.ReadAsync(cancellationToken);
        if (reading.IsCompleted)
            return await reading;
        _waits.TrySetResult();
        try
        {
            return await reading;
        }
        finally
        {
            _waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public override void AdvanceTo(SequencePosition consumed) => reader.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => reader.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => reader.CancelPendingRead();

    public override void Complete(Exception? exception = null) => reader.Complete(exception);
}
