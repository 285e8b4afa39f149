using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Postfach.Mail;
using Postfach.Retrieval.Tests.Pop3;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.RealServers;

/// <summary>A source by either protocol, of an account in a real store of its own.</summary>
internal sealed class RealSource(IPEndPoint provider, SourceProtocol protocol, string user, string rule, CancellationToken ct) : IAsyncDisposable
{
    private readonly Maildrop _here = Maildrop.Of(provider, rule, user, s => s with { Protocol = protocol });
    private readonly List<string> _opened = [];

    public FakeTimeProvider Time => _here.Time;

    /// <summary>The mailboxes that the last run opened, in order.</summary>
    public IReadOnlyList<string> Opened => _opened;

    /// <summary>What happens there when a run has settled what it deletes, and has not done so yet.</summary>
    public Func<Task> BeforeDeletion { get; set; } = () => Task.CompletedTask;

    /// <summary>A run that must come to its end.</summary>
    public async Task<RunReport> RunAsync()
    {
        _opened.Clear();
        var report = await new SourceRun(_here.Store, _here.Source, OpenAsync, progress: null, Time, NullLogger.Instance).RunAsync(dryRun: false, ct);
        Assert.Null(report.Error);
        return report;
    }

    /// <summary>What is here in a mailbox, as text of Latin-1.</summary>
    public Task<IReadOnlyList<string>> TextsAsync(string mailbox = "INBOX") => _here.TextsAsync(mailbox);

    public ValueTask DisposeAsync() => _here.DisposeAsync();

    private async Task<ProviderSession> OpenAsync(Source source, CancellationToken token)
    {
        var credential = new Credential(source.Settings.User, "secret", IsToken: false);
        ProviderSession session = protocol == SourceProtocol.Pop3
            ? await Pop3Session.OpenAsync(source, credential, TimeProvider.System, token)
            : await ImapSession.OpenAsync(source, credential, TimeProvider.System, token);
        return new WatchedSession(session, _opened, BeforeDeletion);
    }
}
