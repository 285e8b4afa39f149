using System.CommandLine;
using Postfach.Administration;
using Postfach.CommandLine;

namespace Postfach.Commands;

/// <summary><c>user add NAME (--password-stdin | --password-file F)</c></summary>
internal static class UserAddCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = CommonOptions.User();
        var password = new PasswordOptions(common.Environment);
        var command = new Command("add", "Add a user, with the usual mailboxes.") { name };
        password.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            var user = new NewUser(CommonOptions.UserNameOf(parsed.GetRequiredValue(name)), await password.ReadAsync(parsed, ct));
            await using var administration = await common.OpenAsync(parsed, create: true, ct);
            var reply = await administration.AskAsync(new AdminRequest.AddUsers([user]), ct);
            return reply is AdminReply.UsersAdded { AlreadyThere.Count: > 0 }
                ? throw new CommandException(ExitCode.CannotCreate, $"There is a user {user.Name} already; see 'user password' to change the password.")
                : Reply.Done(reply);
        });
        return command;
    }
}
