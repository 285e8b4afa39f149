using System.Net;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Imap;

/// <summary>An IMAP source.</summary>
internal sealed class Fetching : SourceFixture
{
    private static readonly Actor Anna = new("anna", "test", "");

    private ImapSession? _session;

    private Fetching(SourceSettings settings)
        : base(settings)
    {
    }

    /// <summary>Commands of the last run, log-in included.</summary>
    public int Commands => _session?.Commands ?? 0;

    /// <summary>Bytes that came in the last run.</summary>
    public long Received => _session?.Received ?? 0;

    public static async Task<Fetching> StartAsync(IPEndPoint provider, string user, string rule = "leave", Func<SourceSettings, SourceSettings>? with = null)
    {
        var settings = Settings(SourceProtocol.Imap, provider, user, rule);
        var fetching = new Fetching(with?.Invoke(settings) ?? settings);
        await fetching.OpenAsync();
        return fetching;
    }

    public async Task<ImapSession> OpenSessionAsync() =>
        await ImapSession.OpenAsync(Source, _ => Task.FromResult(new Credential(Source.Settings.User, "secret", IsToken: false)), Time, Ct);

    /// <summary>Somebody here changes the flags of messages.</summary>
    public async Task StoreAsync(string mailbox, uint uid, FlagChange change)
    {
        var opened = (await Account.OpenMailboxAsync(MailboxName.Parse(mailbox), Ct))!; // There, as mail is in it
        Assert.IsType<StoreFlagsResult.Stored>(await Account.StoreFlagsAsync(opened.Id, UidSet.Of(new Uid(uid)), change, unchangedSince: null, Anna, Ct));
    }

    /// <summary>Somebody here moves a message.</summary>
    public async Task MoveAsync(uint uid, string mailbox) => Assert.IsType<CopyResult.Copied>(await Account.MoveAsync(
        Account.Mailboxes.Find(MailboxName.Inbox)!.Id, UidSet.Of(new Uid(uid)), MailboxName.Parse(mailbox), Anna, Ct)); // INBOX is there

    protected override async Task<ProviderSession> OpenSessionAsync(Source source, CancellationToken ct)
    {
        _session = null;
        return _session = await OpenSessionAsync();
    }
}
