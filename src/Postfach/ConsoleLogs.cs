using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Postfach;

/// <summary>
/// Logs as lines on standard error; standard output is for what a command was asked for. Put together by hand: the usual container would make
/// every command begin a tenth of a second later.
/// </summary>
internal static class ConsoleLogs
{
    /// <param name="logging">The section whose <c>LogLevel</c> has levels by category; they come before <paramref name="least"/>.</param>
    public static ILoggerFactory Create(IConfiguration logging, LogLevel least)
    {
        var filter = new LoggerFilterOptions { MinLevel = least };
        filter.Rules.Add(new LoggerFilterRule(null, "Microsoft", LogLevel.Warning, null));
        foreach (var level in logging.GetSection("LogLevel").GetChildren())
            filter.Rules.Add(new LoggerFilterRule(null, level.Key == "Default" ? null : level.Key, Enum.Parse<LogLevel>(level.Value ?? "", ignoreCase: true), null));

        var options = new ConsoleLoggerOptions { FormatterName = LogLineFormatter.FormatterName, LogToStandardErrorThreshold = LogLevel.Trace };
        return new LoggerFactory([new ConsoleLoggerProvider(new FixedOptions(options), [new LogLineFormatter(TimeProvider.System)])], filter);
    }

    private sealed class FixedOptions(ConsoleLoggerOptions options) : IOptionsMonitor<ConsoleLoggerOptions>
    {
        public ConsoleLoggerOptions CurrentValue => options;

        public ConsoleLoggerOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<ConsoleLoggerOptions, string?> listener) => null;
    }
}
