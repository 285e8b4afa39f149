using System.Runtime.InteropServices;

namespace Postfach.Serving;

/// <summary>The system's or a person's request to stop. The first one is taken as a request; a second one ends the process at once.</summary>
internal sealed class TerminationSignal : IDisposable
{
    private readonly TaskCompletionSource<PosixSignal> _came = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _registrations;

    /// <param name="withHangup">SIGHUP is one of them: a person's terminal was closed.</param>
    public TerminationSignal(bool withHangup)
    {
        PosixSignal[] signals = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT, .. withHangup ? (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGHUP] : []];
        _registrations = [.. signals.Select(s => PosixSignalRegistration.Create(s, Handle))];
    }

    /// <summary>Ends with the first signal.</summary>
    public Task<PosixSignal> Came => _came.Task;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private void Handle(PosixSignalContext context) => context.Cancel = _came.TrySetResult(context.Signal);
}
