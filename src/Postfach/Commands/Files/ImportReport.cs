using System.Globalization;
using Postfach.CommandLine;
using Postfach.Files;

namespace Postfach.Commands;

/// <summary>Tells how an import goes on (a line every few seconds on standard error) and what it left out, and at its end what became of it.</summary>
internal sealed class ImportReport(CommandEnvironment environment, bool quiet) : IProgress<ImportProgress>, IAsyncDisposable
{
    // A source that is damaged all over must not fill the memory; the count goes on.
    private const int MostListed = 10_000;

    private readonly List<SourceFault> _leftOut = [];
    private readonly ProgressLines _lines = new(environment, quiet);
    private long _leftOutCount;
    private ImportProgress _progress;

    public void LeaveOut(SourceFault fault)
    {
        _leftOutCount++;
        if (_leftOut.Count < MostListed)
            _leftOut.Add(fault);
        environment.Error.WriteLine($"left out: {fault.Path}, byte {fault.Offset}: {fault.Reason}");
    }

    public void Report(ImportProgress value)
    {
        _progress = value;
        _lines.Report(value);
    }

    /// <summary>Says what became of it.</summary>
    public async Task<ExitCode> EndAsync(MailSource source, ImportSummary summary, bool json)
    {
        var count = summary.Count;
        foreach (var name in summary.WithNewUids)
            await environment.Error.WriteLineAsync($"new UIDs: the messages of {name} could not keep theirs, as the mailbox was in use; mail programs will load them anew");

        if (json)
        {
            var outcome = new ImportOutcome(
                source.Name, _progress.Read, _progress.Bytes, count.Imported, count.AlreadyThere, _leftOut, _leftOutCount, [.. summary.WithNewUids.Select(n => n.Value)]);
            Listing.WriteJson(outcome, ListingJson.Default.ImportOutcome, environment);
        }
        else
        {
            await environment.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{count.Imported} imported, {count.AlreadyThere} there already, {_leftOutCount} left out"));
        }

        return _leftOutCount > 0 ? ExitCode.DataError : ExitCode.Ok;
    }

    public async ValueTask DisposeAsync() => await environment.Error.FlushAsync();
}
