using Microsoft.Extensions.Options;

namespace Postfach;

/// <summary>Options that can be replaced while they are used. Thread-safe.</summary>
internal sealed class CurrentOptions<T>(T options) : IOptionsMonitor<T>
{
    private readonly List<Action<T, string?>> _listeners = [];
    private volatile object _current = options ?? throw new ArgumentNullException(nameof(options));

    public T CurrentValue => (T)_current;

    public T Get(string? name) => CurrentValue;

    public void Set(T options)
    {
        _current = options ?? throw new ArgumentNullException(nameof(options));
        Action<T, string?>[] listeners;
        lock (_listeners)
            listeners = [.. _listeners];
        foreach (var listener in listeners)
            listener(options, null);
    }

    // Those that listen live as long as this does.
    public IDisposable? OnChange(Action<T, string?> listener)
    {
        lock (_listeners)
            _listeners.Add(listener);
        return null;
    }
}
