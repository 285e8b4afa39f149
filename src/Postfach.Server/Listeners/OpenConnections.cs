namespace Postfach.Server.Listeners;

/// <summary>The connections that are being served. Thread-safe.</summary>
internal sealed class OpenConnections
{
    private readonly Lock _lock = new();
    private readonly HashSet<MailConnection> _open = [];
    private TaskCompletionSource? _empty;

    public MailConnection[] All()
    {
        lock (_lock)
            return [.. _open];
    }

    public void Add(MailConnection connection)
    {
        lock (_lock)
            _open.Add(connection);
    }

    public void Remove(MailConnection connection)
    {
        lock (_lock)
        {
            _open.Remove(connection);
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
        var left = All();
        foreach (var connection in left)
            connection.Abort("The server stops");
        return left.Length;
    }
}
