using System.CommandLine;
using Postfach.Administration;
using Postfach.CommandLine;

namespace Postfach.Commands;

/// <summary><c>user import FILE</c>: a NAME:PASSWORD a line. Can be run again: users that exist are left as they are.</summary>
internal static class UserImportCommand
{
    public static Command Create(CommonOptions common)
    {
        var file = new Argument<string>("FILE") { Description = "A file with a NAME:PASSWORD a line." };
        var command = new Command("import", "Add users from a file; those that exist already are left as they are.") { file };
        command.SetAction(async (parsed, ct) =>
        {
            // All of the file is checked before the first user is added.
            var users = await UserFile.ReadAsync(parsed.GetRequiredValue(file), ct);
            await using var administration = await common.OpenAsync(parsed, create: true, ct);
            var (added, alreadyThere) = (0, 0);
            foreach (var some in users.Chunk(AdminRequest.AddUsers.MostAtOnce))
            {
                var reply = Reply.As<AdminReply.UsersAdded>(await administration.AskAsync(new AdminRequest.AddUsers(some), ct));
                added += reply.Added.Count;
                alreadyThere += reply.AlreadyThere.Count;
            }

            await common.Environment.Output.WriteLineAsync($"{added} added, {alreadyThere} there already");
            return (int)ExitCode.Ok;
        });
        return command;
    }
}
