using Microsoft.AspNetCore.Connections;

namespace Postfach.Server.Listeners;

/// <summary>The connections that are being served. Thread-safe.</summary>
internal sealed class OpenConnections
{
    private readonly Lock _lock = new();
    private readonly HashSet<ConnectionContext> _open = [];
    private TaskCompletionSource? _empty;

    public void Add(ConnectionContext context)
    {
        lock (_lock)
            _open.Add(context);
    }

    public void Remove(ConnectionContext context)
    {
        lock (_lock)
        {
            _open.Remove(context);
            if (_open.Count == 0)
                _empty?.TrySetResult();
        }
    }

    /// <summary>Ends when the last one ends; none may be added once this was called. False: that took longer than <paramref name="timeout"/>.</summary>
    public async Task<bool> DrainAsync(TimeSpan timeout, TimeProvider time)
    {
        Task empty;
        lock (_lock)
        {
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_open.Count == 0)
                _empty.TrySetResult();
            empty = _empty.Task;
        }

        try
        {
            await empty.WaitAsync(timeout, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Cuts all that are left, and says how many.</summary>
    public int Abort()
    {
        ConnectionContext[] left;
        lock (_lock)
            left = [.. _open];
        foreach (var context in left)
            context.Abort(new ConnectionAbortedException("The server stops"));
        return left.Length;
    }
}
