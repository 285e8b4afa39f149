using MailKit;
using MailKit.Net.Imap;

namespace Postfach.Retrieval;

/// <summary>
/// Deletes messages of the open mailbox, these and no others, and looks whether they are gone. A server that says OK and does nothing makes it throw, so
/// that the ledger's lines stay at <see cref="Store.CopyState.Deleting"/>.
/// </summary>
/// <remarks>
/// A bare EXPUNGE is never sent: it takes all that are marked (RFC 9051 §6.4.3), and somebody may mark another message at any moment before it. Without UID EXPUNGE
/// (UIDPLUS) messages are marked and left so.
/// </remarks>
internal sealed class ImapDeletion(ImapConnection connection, ImapFolder folder)
{
    /// <exception cref="ProviderException">It was not done.</exception>
    public async Task<DeletionOutcome> DeleteAsync(IReadOnlyList<UniqueId> uids, CancellationToken ct)
    {
        await folder.StoreAsync([.. uids], new StoreFlagsRequest(StoreAction.Add, MessageFlags.Deleted) { Silent = true }, ct);
        if (!connection.Client.Capabilities.HasFlag(ImapCapabilities.UidPlus))
            return DeletionOutcome.Marked;
        await folder.ExpungeAsync([.. uids], ct);
        await ConfirmAsync(uids, ct);
        return DeletionOutcome.Done;
    }

    /// <summary>Looks whether messages are gone.</summary>
    /// <exception cref="ProviderException">They are not.</exception>
    public async Task ConfirmAsync(IReadOnlyList<UniqueId> uids, CancellationToken ct)
    {
        var left = (await folder.FetchAsync([.. uids], new FetchRequest(MessageSummaryItems.UniqueId), ct)).Count(s => s.UniqueId.IsValid);
        if (left > 0)
            throw new ProviderException(ProviderFault.Protocol, $"The provider says that {uids.Count} messages of {folder.FullName} are deleted, and {left} of them are still there.");
    }
}
