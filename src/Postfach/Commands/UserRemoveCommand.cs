using System.CommandLine;
using Postfach.Administration;
using Postfach.CommandLine;

namespace Postfach.Commands;

/// <summary><c>user remove NAME</c></summary>
internal static class UserRemoveCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = CommonOptions.User();
        var command = new Command("remove", "Remove a user.") { name };
        command.SetAction(async (parsed, ct) =>
        {
            var user = CommonOptions.UserNameOf(parsed.GetRequiredValue(name));
            await using var administration = await common.OpenAsync(parsed, create: false, ct);
            return Reply.Done(await administration.AskAsync(new AdminRequest.RemoveUser(user), ct));
        });
        return command;
    }
}
