using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Postfach.Options;

namespace Postfach;

/// <summary>
/// Logs as lines on standard error; standard output is for what a command was asked for. Put together by hand: the usual container would make
/// every command begin a tenth of a second later. Thread-safe.
/// </summary>
internal sealed class ConsoleLogs : IDisposable
{
    private readonly CurrentOptions<LoggerFilterOptions> _filter;
    private readonly CurrentOptions<ConsoleLoggerOptions> _console;
    private readonly LogLevel _least;

    /// <param name="options">Their levels by category come before <paramref name="least"/>.</param>
    public ConsoleLogs(PostfachOptions options, LogLevel least)
    {
        _least = least;
        _filter = new CurrentOptions<LoggerFilterOptions>(Filter(options.Logging));
        _console = new CurrentOptions<ConsoleLoggerOptions>(Console(options.LogFormat));
        Factory = new LoggerFactory(
            [new ConsoleLoggerProvider(_console, [new LogLineFormatter(TimeProvider.System), new LogJsonFormatter(TimeProvider.System)])], _filter);
    }

    public ILoggerFactory Factory { get; }

    /// <summary>Takes over other levels and another format, for loggers too that there are already.</summary>
    public void Use(PostfachOptions options)
    {
        _filter.Set(Filter(options.Logging));
        _console.Set(Console(options.LogFormat));
    }

    public void Dispose() => Factory.Dispose();

    private static ConsoleLoggerOptions Console(LogFormat format) => new()
    {
        FormatterName = format == LogFormat.Json ? LogJsonFormatter.FormatterName : LogLineFormatter.FormatterName,
        LogToStandardErrorThreshold = LogLevel.Trace,
    };

    private LoggerFilterOptions Filter(IConfiguration logging)
    {
        var filter = new LoggerFilterOptions { MinLevel = _least };
        filter.Rules.Add(new LoggerFilterRule(null, "Microsoft", LogLevel.Warning, null));
        foreach (var level in logging.GetSection("LogLevel").GetChildren())
            filter.Rules.Add(new LoggerFilterRule(null, level.Key == "Default" ? null : level.Key, Enum.Parse<LogLevel>(level.Value ?? "", ignoreCase: true), null));
        return filter;
    }
}
