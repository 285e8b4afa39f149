using System.Collections.Concurrent;
using System.CommandLine;
using Postfach.Administration;
using Postfach.CommandLine;
using Postfach.Retrieval;
using Postfach.Serving;

namespace Postfach.Commands;

/// <summary>
/// <c>fetch [NAME...] [--message MESSAGE] [--dry-run] [--json] [--quiet]</c>. Ends with the worst of what its sources ended with: 0 all is well, 75 try again, 68 there is no such
/// host, 76 it does not speak as it should, 77 the log-in is refused, 78 there is no secret.
/// </summary>
internal static class FetchCommand
{
    private const int AtOnce = 4;

    public static Command Create(CommonOptions common)
    {
        var names = new Argument<string[]>("NAME") { Description = "Sources; otherwise all that are not paused.", Arity = ArgumentArity.ZeroOrMore };
        var once = new Option<bool>("--once") { Description = "Run each of them once and end, which is what is done anyway." };
        var message = new Option<string?>("--message")
        {
            Description = "Fetch this message whole too, of which only the header is here: its name there (UIDL or UID), its Message-ID, or words of its subject. Of one source.",
            HelpName = "MESSAGE",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Look and count, and change nothing here or there." };
        var json = CommonOptions.Json();
        var quiet = new Option<bool>("--quiet") { Description = "Say nothing but what went wrong." };
        var command = new Command("fetch", "Fetch mail from sources now, by the running server or, where none runs, in this process.") { names, message, once, dryRun, json, quiet };
        command.Validators.Add(result =>
        {
            // Asking an option that lacks its value for it throws; that it lacks it is said anyway.
            if (result.GetResult(message) is { Tokens.Count: > 0 } && (result.GetValue(names) is not [_] || result.GetValue(dryRun)))
                result.AddError("--message is fetched from one source, which has to be named, and not with --dry-run.");
        });
        command.SetAction(async (parsed, ct) =>
        {
            using var stop = new Interruption(ct);
            await using var administration = await common.OpenAsync(parsed, create: false, stop.Token);
            var wanted = await ChooseAsync(administration, parsed.GetValue(names) ?? [], stop.Token);
            var (isDry, whole) = (parsed.GetValue(dryRun), parsed.GetValue(message));
            var outcomes = new ConcurrentBag<FetchOutcome>();
            await WatchAsync(common.Environment, parsed.GetValue(quiet), progress => Parallel.ForEachAsync(
                wanted,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop.Token },
                async (name, token) => outcomes.Add(await FetchAsync(administration, name, isDry, whole, progress, token))));
            return Tell([.. outcomes.OrderBy(o => o.Source, StringComparer.Ordinal)], parsed.GetValue(json), parsed.GetValue(quiet), common.Environment);
        });
        return command;
    }

    /// <exception cref="CommandException">One that was named is not there.</exception>
    private static async Task<IReadOnlyList<string>> ChooseAsync(IAdministration administration, string[] names, CancellationToken ct)
    {
        var sources = Reply.As<SourceReply.Sources>(await administration.AskAsync(new SourceRequest.ListSources(), ct)).Rows;
        if (names.FirstOrDefault(n => sources.All(s => s.Name != n)) is { } unknown)
            throw new CommandException(ExitCode.NoInput, SourceAdministration.WhyNoSource(unknown));
        return names.Length > 0 ? [.. names.Distinct()] : [.. sources.Where(s => !s.IsPaused).Select(s => s.Name)];
    }

    private static Task WatchAsync(CommandEnvironment environment, bool isQuiet, Func<IProgress<RunProgress>, Task> act) =>
        isQuiet ? act(new Nobody())
        : environment.IsTerminal ? FetchBars.DrawAsync(environment, act)
        : act(new FetchLines(environment));

    // What fails for one source is told of it, and the others go on.
    private static async Task<FetchOutcome> FetchAsync(IAdministration administration, string name, bool isDry, string? message, IProgress<RunProgress> progress, CancellationToken ct)
    {
        try
        {
            return FetchOutcome.Of(await administration.FetchAsync(name, isDry, message, progress, ct));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var (code, line) = Failure.Of(e);
            return new FetchOutcome(name, (int)code, line, null);
        }
    }

    private static int Tell(IReadOnlyList<FetchOutcome> outcomes, bool json, bool isQuiet, CommandEnvironment environment)
    {
        if (outcomes.Count == 0 && !isQuiet)
            environment.Error.WriteLine("There is nothing to fetch from; see 'source add'.");
        foreach (var outcome in outcomes)
        {
            if (!json && !isQuiet && outcome.Report is { } report && RunText.Summary(report) is { } summary)
                environment.Output.WriteLine($"{outcome.Source}: {summary}");
            foreach (var remark in !isQuiet && outcome.Report is not null ? RunText.Remarks(outcome.Report) : [])
                environment.Error.WriteLine(remark);
            if (outcome.Error is { } error)
                environment.Error.WriteLine($"postfach: {outcome.Source}: {error}");
        }

        if (json)
            Listing.WriteJson(outcomes, SourceListingJson.Default.IReadOnlyListFetchOutcome, environment);
        return (int)FaultCode.Worst(outcomes.Select(o => (ExitCode)o.ExitCode));
    }

    private sealed class Nobody : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
        }
    }
}
