using System.Globalization;
using Postfach.CommandLine;
using Postfach.Retrieval;

namespace Postfach.Commands;

/// <summary>Tells how runs go on: a line for each source every few seconds on standard error. Any thread may report.</summary>
internal sealed class FetchLines(CommandEnvironment environment) : IProgress<RunProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly long _began = environment.Time.GetTimestamp();
    private readonly Dictionary<string, long> _told = [];

    public void Report(RunProgress value)
    {
        lock (_lock)
        {
            if (environment.Time.GetElapsedTime(_told.GetValueOrDefault(value.Source, _began)) < Interval)
                return;
            _told[value.Source] = environment.Time.GetTimestamp();
            environment.Error.WriteLine($"{value.Source}: {Line(value)}");
        }
    }

    public static string Line(RunProgress run)
    {
        var place = run.Mailbox.Length == 0 ? "" : $"{run.Mailbox}, ";
        var rate = Sizes.Text((long)(run.Bytes / Math.Max(0.001, run.Elapsed.TotalSeconds)));
        var left = run.Left is { } time ? $", {Sizes.Text(time)} left" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{place}{run.Messages} of {run.OfMessages} messages, {Sizes.Text(run.Bytes)}, {rate}/s{left}");
    }
}
