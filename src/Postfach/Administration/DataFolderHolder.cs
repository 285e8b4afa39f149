using Microsoft.Extensions.Logging;
using Postfach.CommandLine;
using Postfach.Store;

namespace Postfach.Administration;

/// <summary>Who has a data folder: this process, by its store, or a running server that can be asked. One of the two is not null.</summary>
internal sealed record DataFolderHolder(MailStore? Store, RemoteAdministration? Server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(50);

    /// <summary>Opens the store where no server has it. Other holders, a command or a server that starts or stops, are done soon: they are waited for.</summary>
    /// <exception cref="DataFolderInUseException">They were not done soon.</exception>
    public static async Task<DataFolderHolder> FindAsync(StoreOptions options, TimeProvider time, ILoggerFactory logs, CancellationToken ct)
    {
        if (File.Exists(options.DataFolder))
            throw new CommandException(ExitCode.CannotCreate, $"The data folder {options.DataFolder} is a file; name a folder with --data.");
        var began = time.GetTimestamp();
        while (true)
        {
            if (await RemoteAdministration.TryConnectAsync(options.DataFolder, ct) is { } server)
                return new DataFolderHolder(null, server);
            try
            {
                return new DataFolderHolder(MailStore.Open(options, time, logs), null);
            }
            catch (DataFolderInUseException) when (time.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(LookAgainAfter, time, ct);
            }
        }
    }
}
