using System.Globalization;
using Postfach.CommandLine;
using Postfach.Retrieval;
using Spectre.Console;

namespace Postfach.Commands;

/// <summary>Draws how runs go on: a bar for each mailbox on a person's terminal. Any thread may report.</summary>
internal sealed class FetchBars : IProgress<RunProgress>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Source, string Mailbox), ProgressTask> _bars = [];
    private readonly ProgressContext _context;

    private FetchBars(ProgressContext context) => _context = context;

    /// <summary>Draws for as long as something is done.</summary>
    public static Task DrawAsync(CommandEnvironment environment, Func<IProgress<RunProgress>, Task> act) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(environment.Error) })
            .Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(context => act(new FetchBars(context)));

    public void Report(RunProgress value)
    {
        lock (_lock)
        {
            var what = Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{value.Source} {value.Mailbox} {value.Messages} of {value.OfMessages}"));
            if (!_bars.TryGetValue((value.Source, value.Mailbox), out var bar))
                _bars[(value.Source, value.Mailbox)] = bar = _context.AddTask(what);
            bar.Description = what;

            // A provider may say less than there is, or nothing.
            bar.MaxValue = Math.Max(1, Math.Max(value.OfBytes, value.Bytes));
            bar.Value = value.Bytes;
        }
    }
}
