using System.Net;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.RealServers;

/// <summary>A source by either protocol.</summary>
internal sealed class RealSource(IPEndPoint provider, SourceProtocol protocol, string user, string rule) : SourceFixture(Settings(protocol, provider, user, rule))
{
    private readonly List<string> _opened = [];

    /// <summary>The mailboxes that the last run opened, in order.</summary>
    public IReadOnlyList<string> Opened => _opened;

    /// <summary>What happens there when a run has settled what it deletes, and has not done so yet.</summary>
    public Func<Task> BeforeDeletion { get; set; } = () => Task.CompletedTask;

    protected override async Task<ProviderSession> OpenSessionAsync(Source source, CancellationToken ct)
    {
        _opened.Clear();
        var credential = new Credential(source.Settings.User, "secret", IsToken: false);
        ProviderSession session = source.Settings.Protocol == SourceProtocol.Pop3
            ? await Pop3Session.OpenAsync(source, credential, Time, ct)
            : await ImapSession.OpenAsync(source, _ => Task.FromResult(credential), Time, ct);
        return new WatchedSession(session, _opened, BeforeDeletion);
    }
}
