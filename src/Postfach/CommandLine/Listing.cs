using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Postfach.CommandLine;

/// <summary>Prints rows: drawn for a person, in plain columns without a head for a script, or as JSON.</summary>
internal static class Listing
{
    public static void Write(string[] columns, IEnumerable<string[]> rows, CommandEnvironment environment)
    {
        if (environment.IsTerminal)
        {
            Draw(columns, rows, environment.Output);
            return;
        }

        var all = rows.ToList();
        var widths = columns.Select((_, i) => all.Select(r => r[i].Length).DefaultIfEmpty().Max()).ToArray();
        foreach (var row in all)
            environment.Output.WriteLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
    }

    public static void WriteJson<TRows>(TRows rows, JsonTypeInfo<TRows> type, CommandEnvironment environment) =>
        environment.Output.WriteLine(JsonSerializer.Serialize(rows, type));

    private static void Draw(string[] columns, IEnumerable<string[]> rows, TextWriter output)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns(columns);
        foreach (var row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }).Write(table);
    }
}
