using System.CommandLine;
using Postfach.Administration;
using Postfach.CommandLine;

namespace Postfach.Commands;

/// <summary><c>mailbox delete NAME MAILBOX</c></summary>
internal static class MailboxDeleteCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = CommonOptions.User();
        var mailbox = new Argument<string>("MAILBOX") { Description = "The mailbox; its levels are parted by /." };
        var command = new Command("delete", "Delete a mailbox with its messages.") { name, mailbox };
        command.SetAction(async (parsed, ct) =>
        {
            var request = new AdminRequest.DeleteMailbox(
                CommonOptions.UserNameOf(parsed.GetRequiredValue(name)), CommonOptions.MailboxNameOf(parsed.GetRequiredValue(mailbox)));
            await using var administration = await common.OpenAsync(parsed, create: false, ct);
            return Reply.Done(await administration.AskAsync(request, ct));
        });
        return command;
    }
}
