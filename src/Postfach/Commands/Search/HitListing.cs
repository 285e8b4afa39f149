using System.Globalization;
using System.Text;
using System.Text.Json;
using Postfach.Administration;
using Postfach.CommandLine;
using Spectre.Console;

namespace Postfach.Commands;

/// <summary>Prints hits: a line that says which message it is and, where there is one, a line of its text, in which colour marks what was searched for; without a terminal, brackets do.</summary>
internal static class HitListing
{
    public static void Write(IReadOnlyList<HitRow> hits, bool json, CommandEnvironment environment)
    {
        var terminal = environment.IsTerminal ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(environment.Output) }) : null;
        foreach (var hit in hits)
        {
            if (json)
                environment.Output.WriteLine(JsonSerializer.Serialize(hit, HitJson.Default.HitRow));
            else if (terminal is not null)
                Draw(hit, terminal);
            else
                Write(hit, environment.Output);
        }
    }

    private static void Write(HitRow hit, TextWriter output)
    {
        output.WriteLine($"{Date(hit)}  {Place(hit)}  {hit.From}  {hit.Subject}");
        if (hit.Snippet.Length > 0)
            output.WriteLine("    " + Marked(hit, plain => plain, mark => $"[{mark}]"));
    }

    private static void Draw(HitRow hit, IAnsiConsole terminal)
    {
        terminal.MarkupLine($"[dim]{Date(hit)}  {Markup.Escape(Place(hit))}[/]  {Markup.Escape(hit.From)}  [bold]{Markup.Escape(hit.Subject)}[/]");
        if (hit.Snippet.Length > 0)
            terminal.Write(new Padder(new Markup(Marked(hit, Markup.Escape, mark => $"[black on yellow]{Markup.Escape(mark)}[/]")), new Padding(4, 0, 0, 0)));
    }

    private static string Date(HitRow hit) => hit.Date.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Place(HitRow hit) => string.Create(CultureInfo.InvariantCulture, $"{hit.Mailbox}:{hit.Uid}");

    private static string Marked(HitRow hit, Func<string, string> plain, Func<string, string> mark)
    {
        var runes = hit.Snippet.EnumerateRunes().ToArray();
        var (text, done) = (new StringBuilder(), 0);
        foreach (var range in hit.Hits)
        {
            text.Append(plain(string.Concat(runes[done..range.Start]))).Append(mark(string.Concat(runes[range.Start..(range.Start + range.Length)])));
            done = range.Start + range.Length;
        }

        return text.Append(plain(string.Concat(runes[done..]))).ToString();
    }
}
