using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>Runs sources, each never twice at once, and answers questions about them. Any thread may call.</summary>
public sealed class RetrievalService
{
    private readonly ConcurrentDictionary<SourceId, RunProgress?> _running = new();
    private readonly MailStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Func<Source, CancellationToken, Task<ProviderSession>> _open;

    public RetrievalService(MailStore store, TimeProvider time, ILogger<RetrievalService> logger)
        : this(store, time, logger, null)
    {
    }

    internal RetrievalService(MailStore store, TimeProvider time, ILogger logger, Func<Source, CancellationToken, Task<ProviderSession>>? open)
    {
        (_store, _time, _logger) = (store, time, logger);
        Secrets = new SecretKeeper(store.Options.DataFolder);
        _open = open ?? OpenSessionAsync;
    }

    /// <summary>Keeps the passwords of sources.</summary>
    public SecretKeeper Secrets { get; }

    internal MailStore Store => _store;

    /// <summary>The runs that go on now, by the source's name.</summary>
    public IReadOnlyList<RunProgress> Running => [.. _running.Values.OfType<RunProgress>()];

    /// <summary>Runs a source once.</summary>
    /// <param name="dryRun">Looks and counts, and changes nothing.</param>
    /// <returns>Null: a run of it goes on already.</returns>
    /// <exception cref="StoreException">The account failed.</exception>
    public async Task<RunReport?> RunAsync(Source source, bool dryRun, IProgress<RunProgress>? progress, CancellationToken ct)
    {
        if (!_running.TryAdd(source.Id, null))
            return null;
        try
        {
            // As it is now, not as it was when somebody looked: what the last run left matters.
            var current = _store.Sources.List().FirstOrDefault(s => s.Id == source.Id) ?? source;
            var told = new Told(_running, source.Id, progress);
            return await new SourceRun(_store, current, _open, told, _time, _logger).RunAsync(dryRun, ct);
        }
        finally
        {
            _running.TryRemove(source.Id, out _);
        }
    }

    /// <summary>Logs in and looks, and changes nothing.</summary>
    /// <returns>What the provider can do, and its mailboxes with the number of their messages.</returns>
    /// <exception cref="ProviderException">It cannot be used so.</exception>
    public async Task<SourceTest> TestAsync(Source source, CancellationToken ct)
    {
        using var lease = await _store.OpenAsync(source.Account, ct);
        await using var session = await _open(source, ct);
        var folders = await session.ListFoldersAsync(ct);
        var mailboxes = new List<(string, string, int, long)>();
        foreach (var (folder, into, _) in FolderChoice.Of(source.Settings, folders, LocalMailboxes.Of(lease.Account)).Where(l => l.Into is not null))
        {
            var listing = await session.OpenAsync(folder, default, ct);
            mailboxes.Add((folder.Name, into!, listing.Count, listing.Messages.Sum(m => m.Size ?? 0))); // Those without were left out
        }

        var quota = await session.QuotaAsync(ct);
        await session.EndAsync(ct);
        return new SourceTest(session.Capabilities, [.. mailboxes.Select(m => new TestedMailbox(m.Item1, m.Item2, m.Item3, m.Item4))], quota);
    }

    internal Task<ProviderSession> OpenAsync(Source source, CancellationToken ct) => _open(source, ct);

    private async Task<ProviderSession> OpenSessionAsync(Source source, CancellationToken ct)
    {
        var credential = await SecretSource.FindAsync(source, Secrets, _time, ct);
        return source.Settings.Protocol switch
        {
            SourceProtocol.Pop3 => await Pop3Session.OpenAsync(source, credential, _time, ct),
            SourceProtocol.Imap => await ImapSession.OpenAsync(source, credential, _time, ct),
            _ => throw new ArgumentOutOfRangeException(nameof(source)),
        };
    }

    // Not Progress<T>: what is reported must be there before the next thing happens.
    private sealed class Told(ConcurrentDictionary<SourceId, RunProgress?> running, SourceId source, IProgress<RunProgress>? progress) : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            running[source] = value;
            progress?.Report(value);
        }
    }
}
