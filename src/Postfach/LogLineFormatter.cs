using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Postfach;

/// <summary>One line an event: time, level, category and number, what it happened in, what happened. Line ends in them become spaces.</summary>
internal sealed class LogLineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, TextWriter writer)
    {
        writer.Write(time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        writer.Write(' ');
        writer.Write(LogLevels.Word(entry.LogLevel));
        writer.Write(' ');
        writer.Write(entry.Category);
        writer.Write('[');
        writer.Write(entry.EventId.Id.ToString(CultureInfo.InvariantCulture));
        writer.Write(']');
        scopes?.ForEachScope(static (scope, to) => WritePart(scope?.ToString(), to), writer);
        writer.Write(':');
        WritePart(entry.Formatter(entry.State, entry.Exception), writer);
        WritePart(entry.Exception?.ToString(), writer);
        writer.Write('\n');
    }

    private static void WritePart(string? text, TextWriter writer)
    {
        if (string.IsNullOrEmpty(text))
            return;
        writer.Write(' ');
        // What a client sent could hold line ends, and would pass for lines of our own.
        foreach (var character in text)
            writer.Write(char.IsControl(character) ? ' ' : character);
    }
}
