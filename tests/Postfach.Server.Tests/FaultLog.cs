using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Postfach.Server.Tests;

/// <summary>Keeps what was logged: all of it as text, and the errors by themselves.</summary>
internal sealed class FaultLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _faults = [];
    private readonly ConcurrentQueue<string> _all = [];

    public IReadOnlyCollection<string> Faults => _faults;

    public IReadOnlyCollection<string> All => _all;

    public ILogger<T> Of<T>() => new Logger<T>(this);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _all.Enqueue(formatter(state, exception));
        if (logLevel >= LogLevel.Error)
            _faults.Enqueue(formatter(state, exception) + exception);
    }

    public void Dispose()
    {
    }
}
