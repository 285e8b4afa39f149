using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>
/// A session with a provider, logged in. One caller at a time. Every method may throw a <see cref="ProviderException"/>, after which only
/// <see cref="IAsyncDisposable.DisposeAsync"/> is left; disposing without <see cref="EndAsync"/> deletes nothing more.
/// </summary>
internal abstract class ProviderSession : IAsyncDisposable
{
    /// <summary>How the provider announces what it can do, for a person.</summary>
    public abstract IReadOnlyList<string> Capabilities { get; }

    /// <summary>How long the provider wants to be left alone between two log-ins; null: it does not say. RFC 2449 §6.5.</summary>
    public virtual TimeSpan? LoginDelay => null;

    /// <summary>Days after which the provider deletes by itself what is left there, 0: once it was fetched; null: it does not, or does not say. RFC 2449 §6.7.</summary>
    public virtual int? ExpireDays => null;

    /// <summary>Its mailboxes.</summary>
    public abstract Task<IReadOnlyList<RemoteFolder>> ListFoldersAsync(CancellationToken ct);

    /// <summary>Opens a mailbox and lists it.</summary>
    /// <param name="known">How far it was looked through before; what is new is enough where its UIDVALIDITY is the same.</param>
    public abstract Task<RemoteListing> OpenAsync(RemoteFolder folder, RemoteCursor known, CancellationToken ct);

    /// <summary>Opens a mailbox that was listed before, and does not list it again.</summary>
    public virtual Task ReopenAsync(RemoteFolder folder, CancellationToken ct) => OpenAsync(folder, default, ct);

    /// <summary>How much is in a mailbox, asked in the cheapest way. What was open need not be open any more.</summary>
    /// <returns>Bytes: null where it would cost a look at every message.</returns>
    public virtual async Task<(int Messages, long? Bytes)> CountAsync(RemoteFolder folder, CancellationToken ct)
    {
        var listing = await OpenAsync(folder, default, ct);
        return (listing.Count, listing.Messages.Sum(m => m.Size ?? 0));
    }

    /// <summary>Fetches messages of the open mailbox into the intake, in their order. What cannot be fetched is refused there, and the others go on.</summary>
    public abstract Task FetchAsync(IReadOnlyList<RemoteMessage> messages, MessageIntake intake, CancellationToken ct);

    /// <summary>Asks what messages of the open mailbox are; without those that are not there any more.</summary>
    public abstract Task<IReadOnlyList<RemoteIdentity>> IdentifyAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken ct);

    /// <summary>Deletes messages of the open mailbox, and no others.</summary>
    public abstract Task<DeletionOutcome> DeleteAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken ct);

    /// <summary>Messages of the open mailbox cannot be deleted for good without others that somebody marked, but moved into the Trash.</summary>
    public virtual bool DeletesByTrash => false;

    /// <summary>How full the mailbox is; null: the provider does not say.</summary>
    public virtual Task<RemoteQuota?> QuotaAsync(CancellationToken ct) => Task.FromResult<RemoteQuota?>(null);

    /// <summary>Moves messages of the open mailbox into the provider's Trash.</summary>
    /// <returns>The Trash and the messages' ids in it, where the provider tells them; null: it has no Trash, or cannot move anything there.</returns>
    public virtual Task<(RemoteFolder Trash, IReadOnlyDictionary<string, string> Ids)?> MoveToTrashAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken ct) =>
        Task.FromResult<(RemoteFolder, IReadOnlyDictionary<string, string>)?>(null);

    /// <summary>Waits until the provider tells of a change in the open mailbox, for as long as it may take; at once where it cannot tell.</summary>
    public virtual Task WaitForNewsAsync(TimeSpan atMost, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Ends the session.</summary>
    /// <returns>The provider has confirmed it.</returns>
    public abstract Task<bool> EndAsync(CancellationToken ct);

    public abstract ValueTask DisposeAsync();
}
