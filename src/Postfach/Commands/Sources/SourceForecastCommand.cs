using System.CommandLine;
using Postfach.Administration;
using Postfach.CommandLine;
using Postfach.Retrieval;

namespace Postfach.Commands;

/// <summary><c>source forecast NAME [--rule RULE]... [--json] [--lang en|de]</c>: what a rule would do to the mailbox as it is.</summary>
internal static class SourceForecastCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = CommonOptions.Source();
        var rule = new Option<string[]>("--rule")
        {
            Description = "A part of the rule, such as delete-after=7d or never-flagged; as many as there are. Otherwise the rule that the source has.",
            HelpName = "RULE",
        };
        var json = CommonOptions.Json();
        var language = LanguageOption.Create();
        var command = new Command("forecast", "Tell what a rule would do to the mailbox at the provider. Nothing is fetched, deleted or saved.") { name, rule, json, language };
        command.SetAction(async (parsed, ct) =>
        {
            var wanted = parsed.GetValue(rule) is { Length: > 0 } parts ? SourceValues.Rule(parts) : null;
            await using var administration = await common.OpenAsync(parsed, create: false, ct);
            var reply = await administration.AskAsync(new SourceRequest.ForecastSource(parsed.GetRequiredValue(name), wanted?.ToString()), ct);
            Write(Reply.As<SourceReply.Forecast>(reply).Value, parsed.GetValue(json), LanguageOption.Of(parsed.GetValue(language)), common.Environment);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Prints a forecast for whoever is about to save a rule. What cannot be foreseen now, since the provider is away, is no reason not to save.</summary>
    public static async Task ShowAsync(IAdministration administration, SourceRequest question, CommandEnvironment environment, CancellationToken ct)
    {
        try
        {
            Write(Reply.As<SourceReply.Forecast>(await administration.AskAsync(question, ct)).Value, json: false, LanguageOption.Of(null), environment);
        }
        catch (CommandException e) when (e.Code is not (ExitCode.Usage or ExitCode.NoUser or ExitCode.NoInput or ExitCode.CannotCreate)) // saving ends with the same
        {
            await environment.Error.WriteLineAsync($"What the rule will do cannot be told now: {e.Message}");
        }
    }

    private static void Write(RuleForecast forecast, bool json, Language language, CommandEnvironment environment)
    {
        if (json)
        {
            Listing.WriteJson(forecast, AnswerJson.Default.RuleForecast, environment);
            return;
        }

        foreach (var line in ForecastText.Lines(forecast, language))
            environment.Output.WriteLine(line);
    }
}
