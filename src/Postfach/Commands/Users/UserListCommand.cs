using System.CommandLine;
using Postfach.Administration;
using Postfach.CommandLine;

namespace Postfach.Commands;

/// <summary><c>user list [--json]</c></summary>
internal static class UserListCommand
{
    public static Command Create(CommonOptions common)
    {
        var json = CommonOptions.Json();
        var command = new Command("list", "List the users.") { json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var administration = await common.OpenAsync(parsed, create: false, ct);
            var users = Reply.As<AdminReply.Users>(await administration.AskAsync(new AdminRequest.ListUsers(), ct)).Rows;
            if (parsed.GetValue(json))
                Listing.WriteJson(users, ListingJson.Default.IReadOnlyListUserRow, common.Environment);
            else
                Listing.Write(["User"], users.Select(u => new[] { u.Name }), common.Environment);
            return (int)ExitCode.Ok;
        });
        return command;
    }
}
