using System.IO.Pipelines;
using System.Threading.Tasks.Sources;

namespace Postfach.Operations;

/// <summary>
/// What a server reads from, and whether it waits for more: not before all is done that waiting takes. A client that speaks only then always finds the same,
/// however busy the machine is: a server that is ahead of its client allocates more than one that is behind. Allocates nothing itself.
/// </summary>
internal sealed class WatchedReader : PipeReader, IValueTaskSource<ReadResult>
{
    private readonly PipeReader _inner;
    private readonly Action _resume;
    private readonly Lock _gate = new();
    private ValueTask<ReadResult> _read;
    private Action<object?>? _continuation;
    private object? _state;
    private volatile bool _isResumed;
    private bool _isWaiting;
    private TaskCompletionSource? _waits;

    public WatchedReader(PipeReader inner) => (_inner, _resume) = (inner, Resume);

    /// <summary>Ends when the server waits, or reads no more. Any thread may call.</summary>
    public Task WaitsAsync()
    {
        lock (_gate)
            return _isWaiting ? Task.CompletedTask : (_waits ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var read = _inner.ReadAsync(cancellationToken);
        if (read.IsCompleted)
            return read;
        _read = read;
        return new ValueTask<ReadResult>(this, 0);
    }

    public override bool TryRead(out ReadResult result) => _inner.TryRead(out result);

    public override void AdvanceTo(SequencePosition consumed) => _inner.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _inner.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => _inner.CancelPendingRead();

    public override void Complete(Exception? exception = null)
    {
        _inner.Complete(exception);
        Waits();
    }

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) =>
        !_read.IsCompleted ? ValueTaskSourceStatus.Pending
        : _read.IsCompletedSuccessfully ? ValueTaskSourceStatus.Succeeded
        : _read.IsCanceled ? ValueTaskSourceStatus.Canceled
        : ValueTaskSourceStatus.Faulted;

#pragma warning disable VSTHRD002 // Nobody asks before it is complete.
    ReadResult IValueTaskSource<ReadResult>.GetResult(short token) => _read.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002

    void IValueTaskSource<ReadResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        (_continuation, _state, _isResumed) = (continuation, state, false);
        _read.GetAwaiter().UnsafeOnCompleted(_resume);

        // The end of a connection may have resumed the server at once.
        if (!_isResumed)
            Waits();
    }

    private void Waits()
    {
        lock (_gate)
        {
            _isWaiting = true;
            _waits?.SetResult();
            _waits = null;
        }
    }

    private void Resume()
    {
        lock (_gate)
            (_isWaiting, _isResumed) = (false, true);
        _continuation?.Invoke(_state);
    }
}
