using MailKit;
using MailKit.Net.Imap;

namespace Postfach.Retrieval;

/// <summary>A connection that is logged in, with its mailboxes by name.</summary>
internal sealed class ImapConnection(RentingClient client, PatientStream stream, ImapTranscript transcript, ProviderConnector connector) : IAsyncDisposable
{
    private readonly Dictionary<string, IMailFolder> _folders = new(StringComparer.Ordinal);

    public RentingClient Client => client;

    /// <summary>What is under it: in clear text, or TLS over it.</summary>
    public PatientStream Stream => stream;

    public ImapTranscript Transcript => transcript;

    /// <summary>The mailbox that is open.</summary>
    public ImapFolder? Selected { get; private set; }

    public bool IsGmail => client.Capabilities.HasFlag(ImapCapabilities.GMailExt1);

    public bool IsCourier => transcript.Greeting.Contains("Courier-IMAP", StringComparison.Ordinal);

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
    public async Task<ImapFolder> OpenAsync(string name, FolderAccess access, CancellationToken ct)
    {
        var folder = await FindAsync(name, ct);
        if (folder.IsOpen && folder == Selected && folder.Access >= access)
        {
            await client.NoOpAsync(ct);
            return folder;
        }

        try
        {
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
        return folder;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await stream.DisposeAsync();
    }
}
