using System.CommandLine;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Postfach.Administration;
using Postfach.Mail;
using Postfach.Options;
using Postfach.Retrieval;
using Postfach.Server.Deliveries;

namespace Postfach.CommandLine;

/// <summary>What every command takes, and what every command does with it.</summary>
internal sealed class CommonOptions(CommandEnvironment environment)
{
    public CommandEnvironment Environment { get; } = environment;

    public Option<string?> Data { get; } = new("--data")
    {
        Description = $"The data folder. Otherwise ${DataFolder.Variable}, or {DataFolder.DefaultAsShown}.",
        HelpName = "DIR",
        Recursive = true,
    };

    public Option<string?> Config { get; } = new("--config")
    {
        Description = $"The configuration file. Otherwise {PostfachOptions.FileName} in the data folder, where there is one.",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary>Options as the command line, the environment and the configuration file say them.</summary>
    /// <exception cref="CommandException">One of them is wrong; the message names it.</exception>
    public PostfachOptions Read(ParseResult parsed, IReadOnlyList<string> listen) =>
        OptionsFile.Read(parsed.GetValue(Data), parsed.GetValue(Config), listen);

    /// <summary>The data folder's administration, by the running server or, where none runs, in this process.</summary>
    /// <param name="create">Whether a data folder that does not exist yet is made.</param>
    public async Task<IAdministration> OpenAsync(ParseResult parsed, bool create, CancellationToken ct)
    {
        var options = Read(parsed, []);
        if (!create && !Directory.Exists(options.Store.DataFolder))
            throw new CommandException(ExitCode.NoInput, $"There is no data folder {options.Store.DataFolder}; name another with --data, or begin with 'user add'.");
        var logs = new ConsoleLogs(options, LogLevel.Warning);
        var holder = await DataFolderHolder.FindAsync(options.Store, Environment.Time, logs.Factory, ct);
        if (holder.Store is not null)
        {
            var deliveries = new LocalDeliveries(holder.Store, options.HostName, Environment.Time, logs.Factory.CreateLogger<LocalDeliveries>());
            // Whoever asked for a run is told what became of it.
            var retrieval = new RetrievalService(holder.Store, Environment.Time, NullLogger<RetrievalService>.Instance);
            return new OwnStoreAdministration(
                holder.Store, deliveries, new MailSearch(Environment.Time), new SourceAdministration(holder.Store, retrieval, Environment.Time), logs);
        }

        logs.Dispose();
        return holder.Server ?? throw new InvalidOperationException("Nobody holds the data folder");
    }

    public static Argument<string> User() => new("NAME") { Description = "The user: anything without white space, ; and *." };

    public static Argument<string> Source() => new("NAME") { Description = "The source; see 'source list'." };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON." };

    public static string UserNameOf(string text) =>
        UserName.TryParse(text, out var name, out var why) ? name.Value : throw new CommandException(ExitCode.Usage, $"'{text}' is no user name: {why}.");

    public static string MailboxNameOf(string text) =>
        MailboxName.TryParse(text, out var name, out var why) ? name.Value : throw new CommandException(ExitCode.Usage, $"'{text}' is no mailbox name: {why}.");
}
