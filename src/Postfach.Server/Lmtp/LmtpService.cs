using Microsoft.Extensions.Logging;
using Postfach.Protocol.Lmtp;
using Postfach.Server.Connections;
using Postfach.Store;

namespace Postfach.Server.Lmtp;

/// <summary>Takes deliveries by LMTP into a store. Any thread may call.</summary>
public sealed class LmtpService(MailStore store, LmtpOptions options, TimeProvider time, ILoggerFactory logs)
{
    /// <summary>The largest message taken, in octets: with the trace fields in front it still fits the store.</summary>
    public long MaxMessageSize => store.Options.MaxMessageBytes - TraceFields.MaxLength;

    internal MailStore Store => store;

    internal LmtpOptions Options => options;

    internal TimeProvider Time => time;

    internal ILogger Logger { get; } = logs.CreateLogger<LmtpService>();

    internal Transcript Transcript { get; } = new(logs);

    /// <summary>Serves one connection until it ends, or until the delivery that runs when <paramref name="stopping"/> is cancelled has been answered.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">The connection was cut.</exception>
    public async Task ServeAsync(IClientConnection connection, CancellationToken stopping)
    {
        await using var session = new LmtpSession(this, connection, stopping);
        await session.RunAsync();
    }
}
