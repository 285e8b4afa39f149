using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Postfach.CommandLine;
using Postfach.Options;
using Postfach.Server.Listeners;

namespace Postfach.Serving;

/// <summary>
/// Reads the configuration anew at SIGHUP. Log levels, the log's format and the certificate are taken over; what else was changed is named, and comes with the next start. A
/// configuration that is wrong is logged, and the former one goes on.
/// </summary>
internal sealed class Reload : IDisposable
{
    private static readonly string[] TakenOver = ["Logging:", "Tls:Certificate", "Tls:Key"];

    private readonly Func<PostfachOptions> _read;
    private readonly IReadOnlyDictionary<string, string> _started;
    private readonly ConsoleLogs _logs;
    private readonly CertificateSource _certificates;
    private readonly Func<PostfachOptions, CertificateFiles> _certificateOf;
    private readonly ILogger _logger;
    private readonly PosixSignalRegistration _registration;
    private readonly Lock _lock = new();

    /// <param name="started">What the server was started with.</param>
    /// <param name="read">Reads the configuration as it was read then.</param>
    /// <param name="certificateOf">The certificate that options mean.</param>
    public Reload(
        PostfachOptions started, Func<PostfachOptions> read, ConsoleLogs logs, CertificateSource certificates, Func<PostfachOptions, CertificateFiles> certificateOf)
    {
        (_started, _read, _logs, _certificates, _certificateOf) = (started.Values, read, logs, certificates, certificateOf);
        _logger = logs.Factory.CreateLogger<Reload>();
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            lock (_lock)
                Run();
        });
    }

    public void Dispose() => _registration.Dispose();

    private void Run()
    {
        try
        {
            var options = _read();
            _logs.Use(options);
            _certificates.Use(_certificateOf(options));
            foreach (var key in Changed(options.Values).Where(k => !TakenOver.Any(t => k.StartsWith(t, StringComparison.OrdinalIgnoreCase))))
                _logger.NeedsRestart(key);
            _logger.Reloaded();
        }
        catch (Exception e)
        {
            _logger.NotReloaded(Failure.Of(e).Line);
        }
    }

    private IEnumerable<string> Changed(IReadOnlyDictionary<string, string> values) =>
        _started.Keys.Union(values.Keys, StringComparer.OrdinalIgnoreCase)
            .Where(key => _started.GetValueOrDefault(key) != values.GetValueOrDefault(key))
            .Order(StringComparer.Ordinal);
}
