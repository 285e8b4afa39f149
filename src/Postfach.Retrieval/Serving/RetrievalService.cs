using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>Runs sources, each never twice at once, and answers questions about them. Any thread may call.</summary>
public sealed class RetrievalService
{
    private readonly ConcurrentDictionary<SourceId, ActiveRun> _running = new();
    private readonly ConcurrentDictionary<SourceId, DateTimeOffset> _due = new();
    private readonly MailStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SessionOpening _sessions;

    public RetrievalService(MailStore store, TimeProvider time, ILogger<RetrievalService> logger)
        : this(store, time, logger, null)
    {
    }

    internal RetrievalService(MailStore store, TimeProvider time, ILogger logger, Func<Source, CancellationToken, Task<ProviderSession>>? open)
    {
        (_store, _time, _logger) = (store, time, logger);
        Secrets = new SecretKeeper(store.Options.DataFolder);
        _sessions = new SessionOpening(store, time, open ?? OpenSessionAsync);
    }

    /// <summary>Keeps the passwords of sources.</summary>
    public SecretKeeper Secrets { get; }

    internal MailStore Store => _store;

    /// <summary>How far the runs are that go on now; without those that have fetched nothing yet.</summary>
    public IReadOnlyList<RunProgress> Running => [.. _running.Values.Select(r => r.Progress).OfType<RunProgress>()];

    public bool IsRunning(SourceId source) => _running.ContainsKey(source);

    /// <summary>How far a source's run is; null: none goes on, or it has fetched nothing yet.</summary>
    public RunProgress? ProgressOf(SourceId source) => _running.GetValueOrDefault(source)?.Progress;

    /// <summary>When a schedule will run the source next; null: none does.</summary>
    public DateTimeOffset? NextRun(SourceId source) => _due.TryGetValue(source, out var due) ? due : null;

    /// <summary>Runs a source once.</summary>
    /// <param name="dryRun">Looks and counts, and changes nothing.</param>
    /// <returns>Null: a run of it goes on already.</returns>
    /// <exception cref="StoreException">The account failed.</exception>
    public async Task<RunReport?> RunAsync(Source source, bool dryRun, IProgress<RunProgress>? progress, CancellationToken ct)
    {
        using var run = new ActiveRun(progress, ct);
        if (!_running.TryAdd(source.Id, run))
            return null;
        try
        {
            // As it is now, not as it was when somebody looked: what the last run left matters.
            var current = _store.Sources.Find(source.Id) ?? source;
            return _sessions.WhyNot(current) is { } tooSoon
                ? RunReport.NotMade(current.Name, _time.GetUtcNow(), tooSoon, dryRun)
                : await new SourceRun(_store, current, _sessions.OpenAsync, run, _time, _logger).RunAsync(dryRun, run.Token);
        }
        finally
        {
            _running.TryRemove(source.Id, out _);
        }
    }

    /// <summary>Runs a source once; when a run of it goes on already, after that one.</summary>
    /// <exception cref="StoreException">The account failed.</exception>
    public async Task<RunReport> RunInTurnAsync(Source source, bool dryRun, IProgress<RunProgress>? progress, CancellationToken ct)
    {
        while (true)
        {
            if (await RunAsync(source, dryRun, progress, ct) is { } report)
                return report;
            if (_running.TryGetValue(source.Id, out var other))
                await other.Ended.WaitAsync(ct);
        }
    }

    /// <summary>Breaks off the run of a source, if there is one, and waits for its end.</summary>
    public Task StopAsync(SourceId source) => _running.TryGetValue(source, out var run) ? run.StopAsync() : Task.CompletedTask;

    /// <summary>Logs in and looks, and changes nothing.</summary>
    /// <exception cref="ProviderException">It cannot be used so.</exception>
    public Task<SourceTest> TestAsync(Source source, CancellationToken ct) => SourceTesting.LookAsync(this, source, ct);

    /// <summary>A schedule says when it will run a source; null: it does so no more.</summary>
    internal void Schedule(SourceId source, DateTimeOffset? due)
    {
        if (due is { } at)
            _due[source] = at;
        else
            _due.TryRemove(source, out _);
    }

    internal Task<ProviderSession> OpenAsync(Source source, CancellationToken ct) => _sessions.OpenAsync(source, ct);

    private async Task<ProviderSession> OpenSessionAsync(Source source, CancellationToken ct)
    {
        return source.Settings.Protocol switch
        {
            SourceProtocol.Pop3 => await Pop3Session.OpenAsync(source, await CredentialAsync(ct), _time, ct),
            SourceProtocol.Imap => await ImapSession.OpenAsync(source, CredentialAsync, _time, ct),
            _ => throw new ArgumentOutOfRangeException(nameof(source)),
        };

        Task<Credential> CredentialAsync(CancellationToken token) => SecretSource.FindAsync(source, Secrets, _time, token);
    }
}
