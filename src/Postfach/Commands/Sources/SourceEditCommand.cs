using System.CommandLine;
using Postfach.Administration;
using Postfach.CommandLine;
using Postfach.Retrieval;

namespace Postfach.Commands;

/// <summary><c>source edit NAME ...</c>: the options of <c>source add</c>; what is not said stays.</summary>
internal static class SourceEditCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = CommonOptions.Source();
        var options = new SourceOptions();
        var secret = new SecretOptions(common.Environment);
        var command = new Command("edit", "Change a source. What is not said stays; 'none' takes back what may be missing.") { name };
        options.AddTo(command, isNew: false);
        secret.AddTo(command, isWanted: false);
        command.SetAction(async (parsed, ct) =>
        {
            var source = parsed.GetRequiredValue(name);
            var password = await secret.ReadAsync(parsed, ct);
            await using var administration = await common.OpenAsync(parsed, create: false, ct);
            var facts = Reply.As<SourceReply.Shown>(await administration.AskAsync(new SourceRequest.ShowSource(source), ct)).Facts;
            var before = facts.Settings;
            var request = new SourceRequest.EditSource(source, before, secret.Apply(parsed, options.Apply(parsed, before)), password);
            if (request.Settings.Rule != before.Rule)
                await SourceForecastCommand.ShowAsync(administration, new SourceRequest.ForecastSource(source, request.Settings.Rule.ToString()), common.Environment, ct);
            var done = Reply.Done(await administration.AskAsync(request, ct));
            if (request.Settings.Rule != before.Rule && facts.ExpireDays is { } days && ExpiryText.Warning(request.Settings.Rule, days, LanguageOption.Of(null)) is { } warning)
                await common.Environment.Error.WriteLineAsync(warning);
            return done;
        });
        return command;
    }
}
