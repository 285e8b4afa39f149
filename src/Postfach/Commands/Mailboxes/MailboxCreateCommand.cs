using System.CommandLine;
using Postfach.Administration;
using Postfach.CommandLine;

namespace Postfach.Commands;

/// <summary><c>mailbox create NAME MAILBOX</c></summary>
internal static class MailboxCreateCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = CommonOptions.User();
        var mailbox = new Argument<string>("MAILBOX") { Description = "The mailbox; its levels are parted by /." };
        var command = new Command("create", "Make a mailbox.") { name, mailbox };
        command.SetAction(async (parsed, ct) =>
        {
            var request = new AdminRequest.CreateMailbox(
                CommonOptions.UserNameOf(parsed.GetRequiredValue(name)), CommonOptions.MailboxNameOf(parsed.GetRequiredValue(mailbox)));
            await using var administration = await common.OpenAsync(parsed, create: false, ct);
            return Reply.Done(await administration.AskAsync(request, ct));
        });
        return command;
    }
}
