using Microsoft.Extensions.Logging;
using Postfach.Server.Connections;
using Postfach.Store;

namespace Postfach.Server.Imap;

/// <summary>Serves IMAP clients from a store. Any thread may call.</summary>
public sealed class ImapService(MailStore store, ImapSessionLimits limits, TimeProvider time, ILoggerFactory logs)
{
    internal MailStore Store => store;

    internal ImapSessionLimits Limits => limits;

    internal TimeProvider Time => time;

    internal ILogger Logger { get; } = logs.CreateLogger<ImapService>();

    internal Transcript Transcript { get; } = new(logs);

    /// <summary>Serves one connection until it ends, or until the command that runs when <paramref name="stopping"/> is cancelled has been answered.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">The connection was cut.</exception>
    public async Task ServeAsync(IClientConnection connection, CancellationToken stopping)
    {
        using var session = new ImapSession(this, connection, stopping);
        await session.RunAsync();
    }
}
