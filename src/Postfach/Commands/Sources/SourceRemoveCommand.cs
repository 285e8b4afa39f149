using System.CommandLine;
using Postfach.Administration;
using Postfach.CommandLine;

namespace Postfach.Commands;

/// <summary><c>source remove NAME [--forget]</c></summary>
internal static class SourceRemoveCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = CommonOptions.Source();
        var forget = new Option<bool>("--forget") { Description = "Remove what the account knows of mail that was fetched from there, too." };
        var command = new Command("remove", "Remove a source. Its mail stays here and there.") { name, forget };
        command.SetAction(async (parsed, ct) =>
        {
            await using var administration = await common.OpenAsync(parsed, create: false, ct);
            return Reply.Done(await administration.AskAsync(new SourceRequest.RemoveSource(parsed.GetRequiredValue(name), parsed.GetValue(forget)), ct));
        });
        return command;
    }
}
