using MailKit;
using MailKit.Net.Imap;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>A connection that is logged in, with its mailboxes by name.</summary>
internal sealed class ImapConnection(RentingClient client, PatientStream stream, ImapTranscript transcript, ProviderConnector connector) : IAsyncDisposable
{
    private readonly Dictionary<string, IMailFolder> _folders = new(StringComparer.Ordinal);
    private bool? _isEnabled;

    public RentingClient Client => client;

    /// <summary>What is under it: in clear text, or TLS over it.</summary>
    public PatientStream Stream => stream;

    public ImapTranscript Transcript => transcript;

    /// <summary>The mailbox that is open.</summary>
    public ImapFolder? Selected { get; private set; }

    public bool IsGmail => client.Capabilities.HasFlag(ImapCapabilities.GMailExt1);

    public bool IsCourier => transcript.Greeting.Contains("Courier-IMAP", StringComparison.Ordinal);

    /// <summary>Mailboxes have mod-sequences, unless they say otherwise. RFC 7162.</summary>
    public bool HasModSeqs => (client.Capabilities & (ImapCapabilities.CondStore | ImapCapabilities.QuickResync)) != 0;

    /// <summary>What went wrong, for the engine.</summary>
    public ProviderException Map(Exception e, ProviderFault otherwise = ProviderFault.Protocol) => ImapFaults.Map(e, transcript, connector, otherwise);

    public void Remember(string name, IMailFolder folder) => _folders[name] = folder;

    /// <exception cref="ProviderException">There is none of that name.</exception>
    public async Task<ImapFolder> FindAsync(string name, CancellationToken ct)
    {
        if (!_folders.TryGetValue(name, out var folder))
            _folders[name] = folder = name.Equals("INBOX", StringComparison.OrdinalIgnoreCase) ? client.Inbox : await client.GetFolderAsync(name, ct);
        return (ImapFolder)folder;
    }

    /// <summary>Opens a mailbox, or asks for news of it where it is open. RFC 9051 §6.3.2, §6.3.3.</summary>
    /// <exception cref="ProviderException">It cannot be opened; the session goes on.</exception>
    public async Task<ImapFolder> OpenAsync(string name, FolderAccess access, CancellationToken ct) => (await OpenAsync(name, access, default, ct)).Folder;

    /// <summary>The same, asking for all that changed since: one round trip, where the server has QRESYNC. RFC 7162 §3.2.5.</summary>
    /// <param name="known">How far the mailbox was looked through before.</param>
    /// <exception cref="ProviderException">It cannot be opened; the session goes on.</exception>
    public async Task<ImapOpening> OpenAsync(string name, FolderAccess access, RemoteCursor known, CancellationToken ct)
    {
        var folder = await FindAsync(name, ct);
        if (folder.IsOpen && folder == Selected && folder.Access >= access)
        {
            await client.NoOpAsync(ct);
            return new ImapOpening(folder, IsFresh: false, Changes: null);
        }

        using var changes = new ImapChanges(folder);
        var asksChanges = false;
        try
        {
            asksChanges = await EnableAsync(ct) && known is { UidValidity: > 0, HighestModSeq: > 0 };
            if (asksChanges)
                asksChanges = await TryAsync(() => folder.OpenAsync(access, known.UidValidity, known.HighestModSeq, [], ct));
            if (!asksChanges)
                await folder.OpenAsync(access, ct);
        }
        catch (Exception e) when (e is ImapCommandException or FolderNotFoundException)
        {
            var why = Map(e);
            throw why.Fault == ProviderFault.Busy
                ? why
                : new ProviderException(ProviderFault.Protocol, $"{name} cannot be opened. {why.Message}", e) { IsOfOneMailbox = true };
        }

        Selected = folder;
        return new ImapOpening(folder, IsFresh: true, asksChanges && folder.UidValidity == known.UidValidity && folder.HighestModSeq > 0 ? changes : null);
    }

    // Only before a mailbox is opened (RFC 5161 §3.1), and a round trip that a run with nothing new need not have.
    private async Task<bool> EnableAsync(CancellationToken ct)
    {
        if (Selected is null && client.Capabilities.HasFlag(ImapCapabilities.QuickResync))
            _isEnabled ??= await TryAsync(() => client.EnableQuickResyncAsync(ct));
        return _isEnabled == true;
    }

    // Who announces it and then refuses it is asked in the plain way.
    private static async Task<bool> TryAsync(Func<Task> command)
    {
        try
        {
            await command();
            return true;
        }
        catch (ImapCommandException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await stream.DisposeAsync();
    }
}
