using Microsoft.Extensions.Logging;
using Postfach.Administration;
using Postfach.CommandLine;
using Postfach.Options;
using Postfach.Retrieval;
using Postfach.Server.Deliveries;
using Postfach.Server.Listeners;
using Postfach.Store;

namespace Postfach.Serving;

/// <summary>A server from its start to its end: store, certificate, listeners, control socket, in this order, and back.</summary>
/// <param name="read">Reads the options anew.</param>
internal sealed class PostfachServer(PostfachOptions options, Func<PostfachOptions> read, CommandEnvironment environment)
{
    private const string SelfSignedFile = "self-signed.pem";

    // A service manager is promised five seconds. What was answered is on the disk already; what is left by then is tidying.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(4.5);

    /// <summary>Serves until a signal says to stop, and tidies up after it for as long as there is time.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var signal = new TerminationSignal(withHangup: environment.IsInteractive);
        using var logs = new ConsoleLogs(options, LogLevel.Information);
        var logger = logs.Factory.CreateLogger<PostfachServer>();
        var serving = ServeAsync(signal, logs, logger, ct);
        if (await Task.WhenAny(serving, IsLateAsync(signal, ct)) == serving)
            await serving;
        else
            logger.StoppedLate();
    }

    private async Task ServeAsync(TerminationSignal signal, ConsoleLogs console, ILogger logger, CancellationToken ct)
    {
        var logs = console.Factory;
        var time = environment.Time;
        await using var store = await OpenStoreAsync(logs, ct);
        var startedAt = time.GetUtcNow();
        var certificates = new CertificateSource(CertificateOf(options), time, logs.CreateLogger<CertificateSource>());
        await using var server = new MailServer(options.Server, certificates, new Sessions(store, options.Sessions, time, logs).For, time, logs);
        var addresses = await server.StartAsync(options.Listen, ct);
        await using var housekeeping = new Housekeeping(store, time, logs.CreateLogger<Housekeeping>());
        var deliveries = new LocalDeliveries(store, options.HostName, time, logs.CreateLogger<LocalDeliveries>());
        var retrieval = new RetrievalService(store, time, logs.CreateLogger<RetrievalService>());
        var sources = new SourceAdministration(store, retrieval, time);
        var status = new ServerStatus(store, server, certificates, sources.Overview, addresses, startedAt);
        var administration = new StoreAdministration(store, deliveries, new MailSearch(time), sources, status.Now, server.EndSessionsAsync);
        await using var control = new ControlSocket(options.Store.DataFolder, administration, time, logs.CreateLogger<ControlSocket>());

        using var reload = environment.IsInteractive ? null : new Reload(options, read, console, certificates, CertificateOf);

        // Nothing is logged before everything has worked: what has not is to be one line.
        logger.Serving(options.Store.DataFolder);
        certificates.Announce();
        AddressTable.Write(addresses, environment);
        await environment.Output.WriteLineAsync("ready");
        await environment.Output.FlushAsync(ct);
        await using var memory = new QuietMemory(time, store.LetGoOfUnused);
        await using var rehearsal = new Rehearsal(options.Sessions, time, logs.CreateLogger<Rehearsal>());

        // Fetching ends first: what it was about to bring is brought by the next start.
        await using (new RetrievalSchedule(retrieval, time, logs.CreateLogger<RetrievalSchedule>()))
            logger.Stopping((await signal.Came).ToString());
        await server.StopAsync();
    }

    private async Task IsLateAsync(TerminationSignal signal, CancellationToken ct)
    {
        await signal.Came;
        await Task.Delay(StopTimeout, environment.Time, ct);
    }

    private async Task<MailStore> OpenStoreAsync(ILoggerFactory logs, CancellationToken ct)
    {
        var holder = await DataFolderHolder.FindAsync(options.Store, environment.Time, logs, ct);
        if (holder.Server is not null)
            await holder.Server.DisposeAsync();
        return holder.Store ?? throw new DataFolderInUseException(options.Store.DataFolder);
    }

    /// <summary>The certificate that options name, or one of the server's own making.</summary>
    private CertificateFiles CertificateOf(PostfachOptions wanted) =>
        wanted.Certificate ?? SelfSignedCertificate.Provide(Path.Combine(options.Store.DataFolder, SelfSignedFile), options.HostName, environment.Time);
}
