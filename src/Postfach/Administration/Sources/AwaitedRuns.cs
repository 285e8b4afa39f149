using System.Collections.Concurrent;
using Postfach.CommandLine;

namespace Postfach.Administration;

/// <summary>Runs that somebody waits for over the control socket, so that whoever gives up waiting can break off what was begun for them. Any thread may call.</summary>
internal sealed class AwaitedRuns
{
    private readonly ConcurrentDictionary<Guid, (CancellationTokenSource Stop, TaskCompletionSource Ended)> _runs = new();

    /// <param name="ticket">What whoever waits calls it.</param>
    /// <exception cref="CommandException">It was broken off.</exception>
    public async Task<T> RunAsync<T>(Guid ticket, Func<CancellationToken, Task<T>> run, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _runs[ticket] = (stop, ended);
        try
        {
            return await run(stop.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new CommandException(ExitCode.TemporaryFailure, "Interrupted; what was committed stays.");
        }
        finally
        {
            _runs.TryRemove(ticket, out _);
            ended.SetResult();
        }
    }

    /// <summary>Breaks it off and waits for its end; nothing where it has ended.</summary>
    public async Task StopAsync(Guid ticket)
    {
        if (!_runs.TryGetValue(ticket, out var run))
            return;
        try
        {
            await run.Stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
        }

        await run.Ended.Task;
    }
}
