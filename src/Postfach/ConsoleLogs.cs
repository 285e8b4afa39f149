using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Postfach;

/// <summary>
/// Logs as lines on standard error; standard output is for what a command was asked for. Put together by hand: the usual container would make
/// every command begin a tenth of a second later. Thread-safe.
/// </summary>
internal sealed class ConsoleLogs : IDisposable
{
    private readonly CurrentOptions<LoggerFilterOptions> _filter;
    private readonly LogLevel _least;

    /// <param name="logging">The section whose <c>LogLevel</c> has levels by category; they come before <paramref name="least"/>.</param>
    public ConsoleLogs(IConfiguration logging, LogLevel least)
    {
        _least = least;
        _filter = new CurrentOptions<LoggerFilterOptions>(Filter(logging));
        var options = new ConsoleLoggerOptions { FormatterName = LogLineFormatter.FormatterName, LogToStandardErrorThreshold = LogLevel.Trace };
        Factory = new LoggerFactory(
            [new ConsoleLoggerProvider(new CurrentOptions<ConsoleLoggerOptions>(options), [new LogLineFormatter(TimeProvider.System)])], _filter);
    }

    public ILoggerFactory Factory { get; }

    /// <summary>Takes over other levels, for loggers too that there are already.</summary>
    public void SetLevels(IConfiguration logging) => _filter.Set(Filter(logging));

    public void Dispose() => Factory.Dispose();

    private LoggerFilterOptions Filter(IConfiguration logging)
    {
        var filter = new LoggerFilterOptions { MinLevel = _least };
        filter.Rules.Add(new LoggerFilterRule(null, "Microsoft", LogLevel.Warning, null));
        foreach (var level in logging.GetSection("LogLevel").GetChildren())
            filter.Rules.Add(new LoggerFilterRule(null, level.Key == "Default" ? null : level.Key, Enum.Parse<LogLevel>(level.Value ?? "", ignoreCase: true), null));
        return filter;
    }
}
