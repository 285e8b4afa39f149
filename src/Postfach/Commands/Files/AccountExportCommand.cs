using System.CommandLine;
using System.Globalization;
using Postfach.Administration;
using Postfach.CommandLine;
using Postfach.Mail;
using Postfach.Serving;
using Postfach.Store;

namespace Postfach.Commands;

/// <summary><c>account export NAME FILE</c>: all of an account as it is at one moment, in one file; with and without a running server.</summary>
internal static class AccountExportCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = CommonOptions.User();
        var file = new Argument<string>("FILE") { Description = "The file to make; it must not be there yet." };
        var command = new Command("export", "Copy an account, as it is at one moment, into one file.") { name, file };
        command.SetAction(async (parsed, ct) =>
        {
            var user = CommonOptions.UserNameOf(parsed.GetRequiredValue(name));
            var target = parsed.GetRequiredValue(file);
            if (Path.Exists(target))
                throw new CommandException(ExitCode.CannotCreate, $"There is a file {target} already.");
            var account = await AccountOfAsync(common, parsed, user, ct);
            using var interruption = new Interruption(ct);

            // Read here and not by the server: it need not be allowed to write where this user may, and has its mail to look after.
            var folder = common.Read(parsed, []).Store.DataFolder;
            var bytes = await Task.Run(() => AccountCopy.Write(folder, account, target, interruption.Token), CancellationToken.None);
            await common.Environment.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"));
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static async Task<AccountId> AccountOfAsync(CommonOptions common, ParseResult parsed, string user, CancellationToken ct)
    {
        await using var administration = await common.OpenAsync(parsed, create: false, ct);

        // The file of an account is made when the account is first looked at.
        _ = Reply.As<AdminReply.Mailboxes>(await administration.AskAsync(new AdminRequest.ListMailboxes(user), ct));
        var users = Reply.As<AdminReply.Users>(await administration.AskAsync(new AdminRequest.ListUsers(), ct)).Rows;
        var row = users.First(u => u.Name == user);
        return new AccountId(long.Parse(row.Account, CultureInfo.InvariantCulture));
    }
}
