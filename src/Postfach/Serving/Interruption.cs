namespace Postfach.Serving;

/// <summary>Cancels what takes long when a signal comes, so that it ends in order. A second signal ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly TerminationSignal _signal = new(withHangup: true);
    private readonly CancellationTokenSource _stop;

    public Interruption(CancellationToken ct)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _ = CancelAsync();
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _signal.Dispose();
        _stop.Dispose();
    }

    private async Task CancelAsync()
    {
        await _signal.Came;
        await _stop.CancelAsync();
    }
}
