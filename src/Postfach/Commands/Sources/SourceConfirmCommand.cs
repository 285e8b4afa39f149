using System.CommandLine;
using System.Globalization;
using Postfach.Administration;
using Postfach.CommandLine;

namespace Postfach.Commands;

/// <summary><c>source confirm NAME</c></summary>
internal static class SourceConfirmCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = CommonOptions.Source();
        var command = new Command("confirm", "Let the next run delete at the provider what waits for you; look at 'source show' first.") { name };
        command.SetAction(async (parsed, ct) =>
        {
            await using var administration = await common.OpenAsync(parsed, create: false, ct);
            var confirmed = Reply.As<SourceReply.Confirmed>(await administration.AskAsync(new SourceRequest.ConfirmSource(parsed.GetRequiredValue(name)), ct));
            await common.Environment.Output.WriteLineAsync(confirmed.Brake is not { } why ? "Nothing waits for you."
                : confirmed.Deletions == 0 ? $"Deletions go on from the next run, though {why}."
                : string.Create(CultureInfo.InvariantCulture, $"The next run may make {confirmed.Deletions} deletions, though {why}."));
            return (int)ExitCode.Ok;
        });
        return command;
    }
}
