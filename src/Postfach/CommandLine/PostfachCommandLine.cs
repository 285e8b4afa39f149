using System.CommandLine;
using Postfach.Commands;

namespace Postfach.CommandLine;

/// <summary>The command line as a whole. Nothing is thrown out of it: what goes wrong is one line on standard error and an exit code.</summary>
internal static class PostfachCommandLine
{
    public static async Task<int> RunAsync(string[] args, CommandEnvironment environment)
    {
        var parsed = Create(environment).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            // A word that is not understood is the cause of other errors; without one, the first error is.
            var error = parsed.UnmatchedTokens.Count > 0 ? $"'{parsed.UnmatchedTokens[0]}' is not understood here." : Failure.OneLine(parsed.Errors[0].Message);
            await environment.Error.WriteLineAsync($"postfach: {error} See: {PathOf(parsed)} --help");
            return (int)ExitCode.Usage;
        }

        // Signals are the commands' own: serve has more to do at its end than the two seconds that are usual.
        var invocation = new InvocationConfiguration
        {
            Output = environment.Output,
            Error = environment.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(invocation, CancellationToken.None);
        }
        catch (Exception e)
        {
            var (code, line) = Failure.Of(e);
            await environment.Error.WriteLineAsync($"postfach: {line}");
            return (int)code;
        }
    }

    private static RootCommand Create(CommandEnvironment environment)
    {
        var common = new CommonOptions(environment);
        return new RootCommand("Postfach, a mail server and retriever: IMAP, POP3 and LMTP over one truth, and mail fetched from providers into it.")
        {
            common.Data,
            common.Config,
            ServeCommand.Create(common),
            StatusCommand.Create(common),
            DeliverCommand.Create(common),
            ImportCommand.Create(common),
            ExportCommand.Create(common),
            SearchCommand.Create(common),
            FetchCommand.Create(common),
            new Command("source", "Where mail is fetched from: mailboxes at providers.")
            {
                SourceAddCommand.Create(common),
                SourceListCommand.Create(common),
                SourceShowCommand.Create(common),
                SourceEditCommand.Create(common),
                SourceRemoveCommand.Create(common),
                SourceTestCommand.Create(common),
                SourcePauseCommand.Create(common),
                SourcePauseCommand.CreateResume(common),
                SourceConfirmCommand.Create(common),
                SourceLogCommand.Create(common),
                SourceForecastCommand.Create(common),
                SourceWhyCommand.Create(common),
            },
            AdviseCommand.Create(common),
            new Command("user", "Users and their passwords.")
            {
                UserAddCommand.Create(common),
                UserListCommand.Create(common),
                UserRemoveCommand.Create(common),
                UserPasswordCommand.Create(common),
                UserImportCommand.Create(common),
            },
            new Command("account", "A user's account as a whole.")
            {
                AccountExportCommand.Create(common),
            },
            new Command("mailbox", "A user's mailboxes.")
            {
                MailboxListCommand.Create(common),
                MailboxCreateCommand.Create(common),
                MailboxDeleteCommand.Create(common),
                MailboxRenameCommand.Create(common),
            },
        };
    }

    private static string PathOf(ParseResult parsed)
    {
        var names = new List<string>();
        for (var command = parsed.CommandResult; command is not null; command = command.Parent as System.CommandLine.Parsing.CommandResult)
            names.Insert(0, command.Parent is null ? "postfach" : command.Command.Name);
        return string.Join(' ', names);
    }
}
