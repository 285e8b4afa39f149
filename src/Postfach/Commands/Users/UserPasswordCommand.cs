using System.CommandLine;
using Postfach.Administration;
using Postfach.CommandLine;

namespace Postfach.Commands;

/// <summary><c>user password NAME (--password-stdin | --password-file F)</c></summary>
internal static class UserPasswordCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = CommonOptions.User();
        var password = new PasswordOptions(common.Environment);
        var command = new Command("password", "Give a user another password.") { name };
        password.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            var user = new NewUser(CommonOptions.UserNameOf(parsed.GetRequiredValue(name)), await password.ReadAsync(parsed, ct));
            await using var administration = await common.OpenAsync(parsed, create: false, ct);
            return Reply.Done(await administration.AskAsync(new AdminRequest.SetPassword(user), ct));
        });
        return command;
    }
}
