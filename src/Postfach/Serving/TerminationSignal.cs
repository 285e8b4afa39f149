using System.Runtime.InteropServices;

namespace Postfach.Serving;

/// <summary>The system's or a person's request to stop. The first one is taken as a request; a second one ends the process at once.</summary>
internal sealed class TerminationSignal : IDisposable
{
    private readonly TaskCompletionSource<PosixSignal> _came = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _registrations;

    public TerminationSignal() =>
        _registrations = [Register(PosixSignal.SIGTERM), Register(PosixSignal.SIGINT), Register(PosixSignal.SIGQUIT), Register(PosixSignal.SIGHUP)];

    /// <summary>Ends with the first signal.</summary>
    public Task<PosixSignal> Came => _came.Task;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, Handle);

    private void Handle(PosixSignalContext context) => context.Cancel = _came.TrySetResult(context.Signal);
}
