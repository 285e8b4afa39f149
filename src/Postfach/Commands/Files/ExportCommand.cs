using System.CommandLine;
using System.Globalization;
using Postfach.CommandLine;
using Postfach.Files;
using Postfach.Serving;

namespace Postfach.Commands;

/// <summary><c>export NAME --to mbox|maildir|eml DIR [--json]</c>. One that was ended in the middle can be run again.</summary>
internal static class ExportCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = CommonOptions.User();
        var folder = new Argument<string>("DIR") { Description = "The folder to write to: a new or an empty one, or that of an export that was ended in the middle." };
        var to = new Option<ExportFormat>("--to") { Description = "mbox: a file for each mailbox. maildir: with UIDs and keywords as Dovecot keeps them. eml: a file for each message.", HelpName = "FORMAT", Required = true };
        var json = CommonOptions.Json();
        var command = new Command("export", "Write a user's mail to files that other programs read, and import too.") { name, to, folder, json };
        command.SetAction(async (parsed, ct) =>
        {
            var user = CommonOptions.UserNameOf(parsed.GetRequiredValue(name));
            using var stop = new Interruption(ct);
            await using var administration = await common.OpenAsync(parsed, create: false, stop.Token);
            var format = parsed.GetValue(to);
            await using var export = await administration.ExportAsync(user, ExportFolder.WantsLineEnds(format), stop.Token);
            var target = ExportFolder.Begin(parsed.GetRequiredValue(folder), format, user);
            var leftOut = new List<string>();
            await using var watched = new WatchedTarget(target.Target, export.Bytes, f => LeaveOut(f, leftOut, common.Environment), new ProgressLines(common.Environment, parsed.GetValue(json)));
            var count = await export.RunAsync(watched, stop.Token);
            target.Finish();
            if (parsed.GetValue(json))
                Listing.WriteJson(new ExportOutcome(Path.GetFullPath(parsed.GetRequiredValue(folder)), count.Imported, leftOut), ListingJson.Default.ExportOutcome, common.Environment);
            else
                await common.Environment.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count.Imported} exported, {leftOut.Count} left out"));
            return (int)(leftOut.Count > 0 ? ExitCode.DataError : ExitCode.Ok);
        });
        return command;
    }

    private static void LeaveOut(SourceFault fault, List<string> leftOut, CommandEnvironment environment)
    {
        leftOut.Add(fault.Path);
        environment.Error.WriteLine($"left out: {fault.Path}: {fault.Reason}");
    }
}
