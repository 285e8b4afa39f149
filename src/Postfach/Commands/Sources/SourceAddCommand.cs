using System.CommandLine;
using Postfach.Administration;
using Postfach.CommandLine;

namespace Postfach.Commands;

/// <summary><c>source add NAME --account A --protocol pop3|imap --host H --user U (--password-stdin | ...) ...</c></summary>
internal static class SourceAddCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = new Argument<string>("NAME") { Description = "What the source is to be called: one word of letters, digits, dots, underscores and hyphens." };
        var account = new Option<string>("--account") { Description = "The user whose mail it is.", HelpName = "A", Required = true };
        var options = new SourceOptions();
        var secret = new SecretOptions(common.Environment);
        var command = new Command("add", "Add a source: mail is fetched from there from now on, while the server runs.") { name, account };
        options.AddTo(command, isNew: true);
        secret.AddTo(command, isWanted: true);
        command.SetAction(async (parsed, ct) =>
        {
            var user = CommonOptions.UserNameOf(parsed.GetRequiredValue(account));
            var settings = secret.Apply(parsed, options.Apply(parsed, before: null));
            var request = new SourceRequest.AddSource(parsed.GetRequiredValue(name), user, settings, await secret.ReadAsync(parsed, ct));
            await using var administration = await common.OpenAsync(parsed, create: false, ct);
            if (settings.Rule.Deletes)
                await SourceForecastCommand.ShowAsync(administration, new SourceRequest.ForecastNewSource(request), common.Environment, ct);
            return Reply.Done(await administration.AskAsync(request, ct));
        });
        return command;
    }
}
