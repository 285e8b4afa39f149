using System.CommandLine;
using Postfach.CommandLine;
using Postfach.Files;
using Postfach.Mail;
using Postfach.Serving;

namespace Postfach.Commands;

/// <summary><c>import NAME FROM [--mailbox M]</c>. Can be run again: what an earlier run brought does not come twice.</summary>
internal static class ImportCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = CommonOptions.User();
        var from = new Argument<string>("FROM") { Description = "An mbox file or a folder of them, a Maildir, .eml or .emlx files, or a Thunderbird profile." };
        var mailbox = new Option<string?>("--mailbox") { Description = "Where the messages go, folders below it. Otherwise INBOX, and the folders by their names.", HelpName = "M" };
        var format = new Option<SourceFormat?>("--format") { Description = "What FROM is, where it is not found out rightly.", HelpName = "FORMAT" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Read everything and change nothing." };
        var json = CommonOptions.Json();
        var command = new Command("import", "Import mail from files. Can be run again at any time, and brings only what is new.") { name, from, mailbox, format, dryRun, json };
        command.SetAction(async (parsed, ct) =>
        {
            var user = CommonOptions.UserNameOf(parsed.GetRequiredValue(name));
            var root = parsed.GetValue(mailbox) is { } text ? MailboxName.Parse(CommonOptions.MailboxNameOf(text)) : null;
            using var stop = new Interruption(ct);
            await using var report = new ImportReport(common.Environment, quiet: parsed.GetValue(json));
            var source = Open(parsed.GetRequiredValue(from), parsed.GetValue(format), root, report.LeaveOut);
            ImportSummary summary;
            if (parsed.GetValue(dryRun))
            {
                summary = await MailImport.RunAsync(source, new NoMailTarget(), report.LeaveOut, report, stop.Token);
            }
            else
            {
                await using var administration = await common.OpenAsync(parsed, create: false, stop.Token);
                await using var target = await administration.ImportAsync(user, source.Name, stop.Token);
                summary = await MailImport.RunAsync(source, target, report.LeaveOut, report, stop.Token);
            }

            return (int)await report.EndAsync(source, summary, parsed.GetValue(json));
        });
        return command;
    }

    private static MailSource Open(string path, SourceFormat? format, MailboxName? root, Action<SourceFault> leaveOut)
    {
        if (!File.Exists(path) && !Directory.Exists(path))
            throw new CommandException(ExitCode.NoInput, $"There is no {path}.");
        format ??= SourceReader.Recognise(path);
        return format is { } known
            ? SourceReader.Open(path, known, root, leaveOut)
            : throw new CommandException(ExitCode.DataError, $"{path} is none of the kinds of mail that are known; if it is one of them, say so with --format.");
    }
}
