using System.Globalization;
using Postfach.CommandLine;
using Postfach.Files;

namespace Postfach.Commands;

/// <summary>Tells how an import goes on (a line every few seconds on standard error) and what it left out, and at its end what became of it.</summary>
internal sealed class ImportReport(CommandEnvironment environment, bool quiet) : IProgress<ImportProgress>, IAsyncDisposable
{
    // A source that is damaged all over must not fill the memory; the count goes on.
    private const int MostListed = 10_000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly List<SourceFault> _leftOut = [];
    private readonly long _began = environment.Time.GetTimestamp();
    private long _leftOutCount;
    private long _told = environment.Time.GetTimestamp();
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
        if (quiet || environment.Time.GetElapsedTime(_told) < Interval)
            return;
        _told = environment.Time.GetTimestamp();
        environment.Error.WriteLine(Line(value));
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

    private string Line(ImportProgress now)
    {
        var seconds = Math.Max(0.001, environment.Time.GetElapsedTime(_began).TotalSeconds);
        var left = now is { Total: > 0, Bytes: > 0 } ? $", {TimeSpan.FromSeconds((long)(seconds * (now.Total - now.Bytes) / now.Bytes))} left" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{now.Read} messages, {now.Bytes >> 20} MiB, {now.Read / seconds:F0} messages/s{left}");
    }
}
