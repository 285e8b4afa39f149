using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Postfach.Bench.Load;
using Postfach.Bench.Servers;
using Postfach.Mail;
using Postfach.Store;
using Postfach.Testing;

namespace Postfach.Bench.Retrieval;

/// <summary>A program that fetches into a folder of its own, as often as one likes.</summary>
internal sealed record FetcherRun(IReadOnlyList<string> Command, BenchFolder Folder, bool IsOurs)
{
    // The first runs of a process compile it.
    private const int WarmingRuns = 5, CountedRuns = 9;

    /// <summary>The greatest resident memory of the last run, in MiB.</summary>
    public double PeakMegabytes { get; private set; }

    /// <returns>From its start to its end.</returns>
    /// <exception cref="LoadException">It failed.</exception>
    public async Task<TimeSpan> FetchAsync(CancellationToken ct)
    {
        var start = new ProcessStartInfo(Command[0], Command.Skip(1)) { RedirectStandardError = true, RedirectStandardOutput = true };

        // The bench's own variables are no options of the program.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("POSTFACH_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{Command[0]} was not started.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        var watching = WatchAsync(process.Id);
        await process.WaitForExitAsync(ct);
        var took = Stopwatch.GetElapsedTime(began);
        PeakMegabytes = await watching;
        if (process.ExitCode != 0)
            throw new LoadException($"{string.Join(' ', Command)} ended with {process.ExitCode}: {await errors}{await output}");
        return took;
    }

    /// <returns>How long a run of Postfach's takes within a running server, from the log-in at the provider to the end, as the log of runs has it.</returns>
    public async Task<TimeSpan> FetchServedAsync(CancellationToken ct)
    {
        await using var serve = await ServeProcess.StartAsync(Folder["data"], ct);
        for (var i = 0; i < WarmingRuns + CountedRuns; i++)
            await FetchAsync(ct);
        var log = await PostfachProgram.RunAsync("", ct, "source", "log", "bench", "--json", "--limit", CountedRuns.ToString(CultureInfo.InvariantCulture), "--data", Folder["data"]);
        using var runs = JsonDocument.Parse(log);
        return TimeSpan.FromSeconds(Pace.Median(
            [.. runs.RootElement.EnumerateArray().Select(r => (r.GetProperty("ended").GetDateTimeOffset() - r.GetProperty("began").GetDateTimeOffset()).TotalSeconds)]));
    }

    public Task<int> CountMessagesAsync(CancellationToken ct) => IsOurs
        ? CountOursAsync(ct)
        : Task.FromResult(Directory.EnumerateFiles(Folder["Maildir"], "*", SearchOption.AllDirectories).Count(f => !Path.GetFileName(f).StartsWith('.')));

    private async Task<int> CountOursAsync(CancellationToken ct)
    {
        await using var store = MailStore.Open(new StoreOptions { DataFolder = Folder["data"] }, TimeProvider.System, NullLoggerFactory.Instance);
        using var lease = await store.OpenAsync(store.Users.List()[0].Account, ct);
        return await lease.Account.OpenMailboxAsync(MailboxName.Inbox, ct) is { } inbox ? inbox.Current.Exists : 0;
    }

    // The kernel keeps the peak while the process lives.
    private static async Task<double> WatchAsync(int process)
    {
        var peak = 0.0;
        try
        {
            while (true)
            {
                var line = (await File.ReadAllLinesAsync($"/proc/{process}/status")).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
                if (line is null)
                    return peak;
                peak = double.Parse(line.AsSpan("VmHWM:".Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) / 1024;
                await Task.Delay(20);
            }
        }
        catch (IOException)
        {
            return peak;
        }
    }
}
