using System.CommandLine;
using Postfach.Administration;
using Postfach.CommandLine;

namespace Postfach.Commands;

/// <summary><c>mailbox rename NAME FROM TO</c></summary>
internal static class MailboxRenameCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = CommonOptions.User();
        var from = new Argument<string>("FROM") { Description = "The mailbox as it is called now." };
        var to = new Argument<string>("TO") { Description = "The mailbox as it shall be called." };
        var command = new Command("rename", "Rename a mailbox and those below it.") { name, from, to };
        command.SetAction(async (parsed, ct) =>
        {
            var request = new AdminRequest.RenameMailbox(
                CommonOptions.UserNameOf(parsed.GetRequiredValue(name)),
                CommonOptions.MailboxNameOf(parsed.GetRequiredValue(from)),
                CommonOptions.MailboxNameOf(parsed.GetRequiredValue(to)));
            await using var administration = await common.OpenAsync(parsed, create: false, ct);
            return Reply.Done(await administration.AskAsync(request, ct));
        });
        return command;
    }
}
