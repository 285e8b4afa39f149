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
        var command = new Command("edit", "Change a source. What is not said stays; 'none' takes back what may be missing. Another host, user or protocol is another mailbox.") { name };
        options.AddTo(command, isNew: false);
        secret.AddTo(command, isWanted: false);
        command.SetAction(async (parsed, ct) =>
        {
            var source = parsed.GetRequiredValue(name);
            var password = await secret.ReadAsync(parsed, ct);
            await using var administration = await common.OpenAsync(parsed, create: false, ct);
            var before = Reply.As<SourceReply.Shown>(await administration.AskAsync(new SourceRequest.ShowSource(source), ct)).Facts.Settings;
            var settings = secret.Apply(parsed, options.Apply(parsed, before));
            var request = new SourceRequest.EditSource(source, settings, password);

            // A person sees what the new rule will do; another mailbox than before cannot be looked at yet.
            if (common.Environment.IsTerminal && settings.Rule != before.Rule && SourceIdentity.Of(settings) == SourceIdentity.Of(before))
                await SourceForecastCommand.ShowAsync(administration, source, settings.Rule, common.Environment, ct);
            return Reply.Done(await administration.AskAsync(request, ct));
        });
        return command;
    }
}
