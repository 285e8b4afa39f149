using MailKit;
using MailKit.Net.Imap;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>An IMAP session. Mailboxes are only looked at (EXAMINE) unless the rule deletes, or the server is Courier. RFC 9051.</summary>
internal sealed class ImapSession : ProviderSession
{
    private readonly Func<CancellationToken, Task<ImapConnection>> _connect;
    private readonly FolderAccess _access;
    private readonly TimeProvider _time;
    private ImapConnection _connection;
    private IReadOnlyList<RemoteFolder> _folders = [];

    private ImapSession(Func<CancellationToken, Task<ImapConnection>> connect, ImapConnection connection, FolderAccess access, TimeProvider time) =>
        (_connect, _connection, _access, _time) = (connect, connection, access, time);

    public override IReadOnlyList<string> Capabilities => _connection.Transcript.Announced;

    /// <summary>Commands that were sent, log-in included, since the connection was opened.</summary>
    public int Commands => _connection.Transcript.Commands;

    /// <summary>Bytes that came since the connection was opened.</summary>
    public long Received => _connection.Transcript.Received;

    private ImapFolder Selected => _connection.Selected ?? throw new InvalidOperationException("No mailbox is open.");

    /// <param name="credential">Asked for at each log-in, as a token may be good for one hour alone.</param>
    /// <exception cref="ProviderException">It could not be done.</exception>
    public static async Task<ImapSession> OpenAsync(Source source, Func<CancellationToken, Task<Credential>> credential, TimeProvider time, CancellationToken ct)
    {
        var settings = source.Settings;
        async Task<ImapConnection> ConnectAsync(CancellationToken token) =>
            await new ImapLogIn(settings, new ProviderConnector(settings, time)).ConnectAsync(await credential(token), token);
        return new ImapSession(ConnectAsync, await ConnectAsync(ct), settings.Rule.Deletes ? FolderAccess.ReadWrite : FolderAccess.ReadOnly, time);
    }

    public override Task<IReadOnlyList<RemoteFolder>> ListFoldersAsync(CancellationToken ct) =>
        GuardAsync(async () => _folders = await ImapFolderList.ReadAsync(_connection, ct));

    public override Task<RemoteListing> OpenAsync(RemoteFolder folder, RemoteCursor known, CancellationToken ct) => GuardAsync(async () =>
    {
        if (WholeLook.IsDue(known, _time.GetUtcNow()))
            known = default;
        return await Listing(await OpenFolderAsync(folder.Name, known, ct)).ReadAsync(known, ct);
    });

    public override Task ReopenAsync(RemoteFolder folder, CancellationToken ct) => GuardAsync(() => _connection.OpenAsync(folder.Name, _access, ct));

    // What came with the list is not asked again; bytes only where the server has them at hand. RFC 8438.
    public override Task<(int Messages, long? Bytes)> CountAsync(RemoteFolder folder, CancellationToken ct) => GuardAsync<(int, long?)>(async () =>
    {
        if (!_connection.Client.Capabilities.HasFlag(ImapCapabilities.StatusSize) && folder.Status is { } status)
            return ((int)status.Exists, null);
        var mailbox = await _connection.FindAsync(folder.Name, ct);
        var isSized = _connection.Client.Capabilities.HasFlag(ImapCapabilities.StatusSize);
        await mailbox.StatusAsync(isSized ? StatusItems.Count | StatusItems.Size : StatusItems.Count, ct);
        return (mailbox.Count, isSized ? (long?)mailbox.Size : null);
    });

    public override Task FetchAsync(IReadOnlyList<RemoteMessage> messages, MessageIntake intake, CancellationToken ct) => GuardAsync(async () =>
    {
        var validity = Selected.UidValidity;
        await new ImapFetch(intake, token => ReconnectAsync(validity, token), () => _connection).FetchAsync(await CompleteAsync(messages, ct), ct);
        return true;
    });

    public override Task<IReadOnlyList<RemoteIdentity>> IdentifyAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken ct) => GuardAsync<IReadOnlyList<RemoteIdentity>>(async () =>
        messages.Count == 0 ? [] : await new ImapIdentities(Selected).ReadAsync(messages, ct));

    public override Task<DeletionOutcome> DeleteAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken ct) => GuardAsync(async () =>
    {
        // What is expunged from Gmail's All Mail need not be gone; what is in its Trash goes after 30 days.
        if (_connection.IsGmail && _folders.FirstOrDefault(f => f.Name == Selected.FullName) is { HoldsAll: true } && Trash is { } trash)
            await (await TrashAsync(trash, ct)).MoveAsync(messages, ct);
        else
            return await new ImapDeletion(_connection, Selected).DeleteAsync(UidList.Of(messages), ct);
        return DeletionOutcome.Done;
    });

    public override Task<(RemoteFolder Trash, IReadOnlyDictionary<string, string> Ids)?> MoveToTrashAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken ct) => GuardAsync(
        async () => Trash is { } trash && CanMove
            ? (trash, await (await TrashAsync(trash, ct)).MoveAsync(messages, ct))
            : default((RemoteFolder, IReadOnlyDictionary<string, string>)?));

    public override bool DeletesByTrash =>
        !_connection.Client.Capabilities.HasFlag(ImapCapabilities.UidPlus) && CanMove && Trash is { } trash && trash.Name != Selected.FullName;

    public override Task<RemoteQuota?> QuotaAsync(CancellationToken ct) => GuardAsync(async () =>
    {
        if (!_connection.Client.SupportsQuotas)
            return null;
        try
        {
            // RFC 9208 §5.1: in units of 1024 bytes.
            var quota = await _connection.Client.Inbox.GetQuotaAsync(ct);
            return quota is { StorageLimit: { } limit, CurrentStorageSize: { } used } ? new RemoteQuota((long)used << 10, (long)limit << 10) : null;
        }
        catch (ImapCommandException)
        {
            return null;
        }
    });

    public override Task WaitForNewsAsync(TimeSpan atMost, CancellationToken ct) => GuardAsync(async () =>
    {
        await new ImapIdle(_connection, _time).WaitAsync(Selected, atMost, ct);
        return true;
    });

    public override Task<bool> EndAsync(CancellationToken ct) => GuardAsync(async () =>
    {
        await _connection.Client.DisconnectAsync(quit: true, ct);
        return true;
    });

    public override ValueTask DisposeAsync() => _connection.DisposeAsync();

    // What was copied must go alone from where it was.
    private bool CanMove => (_connection.Client.Capabilities & (ImapCapabilities.Move | ImapCapabilities.UidPlus)) != 0;

    private RemoteFolder? Trash => _folders.FirstOrDefault(f => f.Use == SpecialUse.Trash);

    // Courier writes down UIDVALIDITY and UIDs only when somebody opens the mailbox to change it, and makes up others at each look till then.
    private async Task<ImapOpening> OpenFolderAsync(string name, RemoteCursor known, CancellationToken ct)
    {
        var opening = await _connection.OpenAsync(name, _access, known, ct);
        return _connection.IsCourier && opening.Folder.UidValidity != known.UidValidity ? await _connection.OpenAsync(name, FolderAccess.ReadWrite, known, ct) : opening;
    }

    private ImapListing Listing(ImapOpening opening) => new(_connection, opening, _folders, _time.GetUtcNow());

    private async Task<ImapTrash> TrashAsync(RemoteFolder trash, CancellationToken ct) =>
        new(_connection, Selected, await _connection.FindAsync(trash.Name, ct));

    // Those that are fetched again after a refusal are known by the ledger alone.
    private async Task<IReadOnlyList<RemoteMessage>> CompleteAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken ct)
    {
        if (messages.All(m => m.Flags is not null))
            return messages;
        var bare = messages.Where(m => m.Flags is null).ToList();
        var listed = await Listing(new ImapOpening(Selected, IsFresh: false, Changes: null)).ReadAsync(bare, ct);
        var byUid = listed.ToDictionary(m => m.Number);
        return [.. messages.Select(m => m.Flags is null ? byUid.GetValueOrDefault(m.Number, m) with { Fill = m.Fill } : m)];
    }

    // UIDs that were listed name other messages under another UIDVALIDITY. RFC 9051 §2.3.1.1.
    private async Task ReconnectAsync(uint validity, CancellationToken ct)
    {
        var (name, access) = (Selected.FullName, Selected.Access);
        await _connection.DisposeAsync();
        _connection = await _connect(ct);
        await _connection.OpenAsync(name, access == FolderAccess.None ? _access : access, ct);
        if (Selected.UidValidity != validity)
            throw new ProviderException(ProviderFault.Broken, $"The connection broke, and {name} was numbered anew (UIDVALIDITY) meanwhile: the next run goes on.");
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is not ProviderException && ImapFaults.IsOne(e))
        {
            throw _connection.Map(e);
        }
    }
}
