using System.Net;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Imap;

/// <summary>An IMAP source.</summary>
internal sealed class Fetching : SourceFixture
{
    private ImapSession? _session;

    private Fetching(SourceSettings settings)
        : base(settings)
    {
    }

    /// <summary>Commands of the last run, log-in included.</summary>
    public int Commands => _session?.Commands ?? 0;

    public static async Task<Fetching> StartAsync(IPEndPoint provider, string user, string rule = "leave", Func<SourceSettings, SourceSettings>? with = null)
    {
        var settings = Settings(SourceProtocol.Imap, provider, user, rule);
        var fetching = new Fetching(with?.Invoke(settings) ?? settings);
        await fetching.OpenAsync();
        return fetching;
    }

    public async Task<ImapSession> OpenSessionAsync() => _session = await ImapSession.OpenAsync(Source, new Credential(Source.Settings.User, "secret", IsToken: false), Time, Ct);

    protected override async Task<ProviderSession> OpenSessionAsync(Source source, CancellationToken ct)
    {
        _session = null;
        return await OpenSessionAsync();
    }
}
