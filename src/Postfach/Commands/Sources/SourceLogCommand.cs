using System.CommandLine;
using System.Globalization;
using Postfach.Administration;
using Postfach.CommandLine;
using Postfach.Retrieval;

namespace Postfach.Commands;

/// <summary><c>source log NAME [--limit N] [--json]</c></summary>
internal static class SourceLogCommand
{
    private const int UsualLimit = 20;

    public static Command Create(CommonOptions common)
    {
        var name = CommonOptions.Source();
        var limit = new Option<int>("--limit")
        {
            Description = $"Show the N newest runs; otherwise {UsualLimit}.", HelpName = "N", DefaultValueFactory = _ => UsualLimit,
        };
        limit.Validators.Add(result =>
        {
            if (result.Tokens is [var token]
                && !(int.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= SourceRequest.ListRuns.HighestLimit))
            {
                result.AddError($"--limit takes a number from 1 to {SourceRequest.ListRuns.HighestLimit}.");
            }
        });
        var json = CommonOptions.Json();
        var command = new Command("log", "Tell what became of a source's runs, the newest first.") { name, limit, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var administration = await common.OpenAsync(parsed, create: false, ct);
            var request = new SourceRequest.ListRuns(parsed.GetRequiredValue(name), parsed.GetValue(limit));
            var runs = Reply.As<SourceReply.RunHistory>(await administration.AskAsync(request, ct)).Reports;
            if (parsed.GetValue(json))
                Listing.WriteJson(runs, SourceListingJson.Default.IReadOnlyListRunReport, common.Environment);
            else
                Write(runs, common.Environment);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    public static void Write(IReadOnlyList<RunReport> runs, CommandEnvironment environment) => Listing.Write(
        ["Run", "Took", "What"],
        runs.Select(r => new[]
        {
            r.Began.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), Sizes.Text(r.Ended - r.Began),
            string.Join("; ", new[] { RunText.Summary(r), r.Error }.OfType<string>()),
        }),
        environment);
}
