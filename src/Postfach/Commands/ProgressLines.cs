using System.Globalization;
using Postfach.CommandLine;
using Postfach.Files;

namespace Postfach.Commands;

/// <summary>Tells how an import or export goes on: a line every few seconds on standard error.</summary>
internal sealed class ProgressLines(CommandEnvironment environment, bool quiet) : IProgress<ImportProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly long _began = environment.Time.GetTimestamp();
    private long _told = environment.Time.GetTimestamp();

    public void Report(ImportProgress value)
    {
        if (quiet || environment.Time.GetElapsedTime(_told) < Interval)
            return;
        _told = environment.Time.GetTimestamp();
        environment.Error.WriteLine(Line(value));
    }

    private string Line(ImportProgress now)
    {
        var seconds = Math.Max(0.001, environment.Time.GetElapsedTime(_began).TotalSeconds);
        var left = now is { Total: > 0, Bytes: > 0 } ? $", {TimeSpan.FromSeconds((long)(seconds * Math.Max(0, now.Total - now.Bytes) / now.Bytes))} left" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{now.Read} messages, {now.Bytes >> 20} MiB, {now.Read / seconds:F0} messages/s{left}");
    }
}
