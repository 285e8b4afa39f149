using System.CommandLine;
using Postfach.Administration;
using Postfach.CommandLine;

namespace Postfach.Commands;

/// <summary><c>user remove NAME [--with-mail [--yes]]</c></summary>
internal static class UserRemoveCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = CommonOptions.User();
        var withMail = new Option<bool>("--with-mail") { Description = "Remove the user's mail too, all of it and for good." };
        var yes = new Option<bool>("--yes") { Description = "Do not ask whether that is meant." };
        var command = new Command("remove", "Remove a user. The mail stays in the data folder, unless it shall go too.") { name, withMail, yes };
        command.SetAction(async (parsed, ct) =>
        {
            var user = CommonOptions.UserNameOf(parsed.GetRequiredValue(name));
            var all = parsed.GetValue(withMail);
            if (all && !parsed.GetValue(yes))
                await ConfirmAsync(user, common.Environment, ct);
            await using var administration = await common.OpenAsync(parsed, create: false, ct);
            return Reply.Done(await administration.AskAsync(new AdminRequest.RemoveUser(user, all), ct));
        });
        return command;
    }

    /// <exception cref="CommandException">It is not meant, or there is nobody to ask.</exception>
    private static async Task ConfirmAsync(string user, CommandEnvironment environment, CancellationToken ct)
    {
        if (!environment.IsInteractive)
            throw new CommandException(ExitCode.Usage, "--with-mail removes mail for good; say --yes too if that is meant.");
        await environment.Error.WriteAsync($"All mail of {user} will be gone for good. Type the user's name again if that is meant: ");
        await environment.Error.FlushAsync(ct);
        using var answers = new StreamReader(environment.Input, leaveOpen: true);
        if ((await answers.ReadLineAsync(ct))?.Trim() != user)
            throw new CommandException(ExitCode.Usage, "That is not the name; nothing was removed.");
    }
}
