namespace Postfach.Retrieval;

/// <summary>A run that goes on: how far it is, and a way to end it. Any thread may call.</summary>
internal sealed class ActiveRun : IProgress<RunProgress>, IDisposable
{
    private readonly IProgress<RunProgress>? _listener;
    private readonly CancellationTokenSource _stop;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile RunProgress? _progress;

    /// <param name="listener">Is told too.</param>
    public ActiveRun(IProgress<RunProgress>? listener, CancellationToken ct) => (_listener, _stop) = (listener, CancellationTokenSource.CreateLinkedTokenSource(ct));

    /// <summary>Null: it has committed nothing yet.</summary>
    public RunProgress? Progress => _progress;

    public CancellationToken Token => _stop.Token;

    /// <summary>Ends when the run has ended, however it did.</summary>
    public Task Ended => _ended.Task;

    // Not Progress<T>: what is reported must be there before the next thing happens.
    public void Report(RunProgress value)
    {
        _progress = value;
        _listener?.Report(value);
    }

    /// <summary>Breaks it off and waits for its end; all that was committed stays.</summary>
    public async Task StopAsync()
    {
        try
        {
            await _stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
        }

        await Ended;
    }

    /// <summary>It has ended.</summary>
    public void Dispose()
    {
        _stop.Dispose();
        _ended.TrySetResult();
    }
}
