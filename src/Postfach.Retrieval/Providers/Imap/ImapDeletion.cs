using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;

namespace Postfach.Retrieval;

/// <summary>
/// Deletes messages of the open mailbox, these and no others, and looks whether they are gone. A server that says OK and does nothing makes it throw, so
/// that the ledger's lines stay at <see cref="Store.CopyState.Deleting"/>.
/// </summary>
internal sealed class ImapDeletion(ImapConnection connection, ImapFolder folder)
{
    /// <exception cref="ProviderException">It cannot be done without touching others, or was not done.</exception>
    public async Task DeleteAsync(IReadOnlyList<UniqueId> uids, CancellationToken ct)
    {
        if (connection.Client.Capabilities.HasFlag(ImapCapabilities.UidPlus))
        {
            await MarkAsync(uids, StoreAction.Add, ct);
            await folder.ExpungeAsync([.. uids], ct);
        }
        else
        {
            await DeleteAloneAsync(uids, ct);
        }

        await ConfirmAsync(uids, ct);
    }

    /// <summary>Looks whether messages are gone.</summary>
    /// <exception cref="ProviderException">They are not.</exception>
    public async Task ConfirmAsync(IReadOnlyList<UniqueId> uids, CancellationToken ct)
    {
        var left = (await folder.FetchAsync([.. uids], new FetchRequest(MessageSummaryItems.UniqueId), ct)).Count(s => s.UniqueId.IsValid);
        if (left > 0)
            throw new ProviderException(ProviderFault.Protocol, $"The provider says that {uids.Count} messages of {folder.FullName} are deleted, and {left} of them are still there.");
    }

    // EXPUNGE takes all that are marked, so that nothing else may be: RFC 9051 §6.4.3. Who marks one between the question and it loses that one.
    private async Task DeleteAloneAsync(IReadOnlyList<UniqueId> uids, CancellationToken ct)
    {
        var ours = uids.ToHashSet();
        if ((await folder.SearchAsync(SearchQuery.Deleted, ct)).Count(u => !ours.Contains(u)) is > 0 and var others)
            throw OthersAreMarked(others);
        await MarkAsync(uids, StoreAction.Add, ct);
        var marked = await folder.SearchAsync(SearchQuery.Deleted, ct);
        if (!ours.SetEquals(marked))
        {
            await MarkAsync(uids, StoreAction.Remove, ct);
            throw OthersAreMarked(marked.Count(u => !ours.Contains(u)));
        }

        await folder.ExpungeAsync(ct);
    }

    private ProviderException OthersAreMarked(int count) => new(
        ProviderFault.Protocol,
        $"Nothing is deleted in {folder.FullName}: {count} messages that are not ours to delete are marked there, and the server knows no UID EXPUNGE (UIDPLUS).");

    private Task<IList<UniqueId>> MarkAsync(IReadOnlyList<UniqueId> uids, StoreAction action, CancellationToken ct) =>
        folder.StoreAsync([.. uids], new StoreFlagsRequest(action, MessageFlags.Deleted) { Silent = true }, ct);
}
