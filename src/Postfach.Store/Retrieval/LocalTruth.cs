using System.Runtime.InteropServices;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// What became of a message here. By its bytes: a message that was moved, copied or renamed is still the same; of equal ones, one that is left counts for all.
/// </summary>
/// <param name="IsHere">It is in a mailbox other than the Trash.</param>
internal readonly record struct LocalTruth(bool IsHere, bool IsRead, bool IsFlagged)
{
    public static async Task<IReadOnlyDictionary<BodyId, LocalTruth>> ReadAsync(Account account, CancellationToken ct)
    {
        var truths = new Dictionary<BodyId, LocalTruth>();
        foreach (var entry in account.Mailboxes.ByName.Values)
        {
            if (await account.OpenMailboxAsync(entry.Name, ct) is not { Current: var messages })
                continue;
            foreach (var message in messages.Messages())
            {
                ref var truth = ref CollectionsMarshal.GetValueRefOrAddDefault(truths, message.Body, out _);
                var flags = message.Flags;
                truth = new LocalTruth(
                    truth.IsHere || entry.SpecialUse != SpecialUse.Trash, truth.IsRead || flags.Has(MessageFlags.Seen), truth.IsFlagged || flags.Has(MessageFlags.Flagged));
            }
        }

        return truths;
    }

    /// <summary>The line as it is to be now; the same one where nothing has changed.</summary>
    public LedgerEntry Update(LedgerEntry entry, DateTimeOffset now)
    {
        if (entry.State is CopyState.Deleted or CopyState.Vanished or CopyState.Refused)
            return entry;

        // What is gone from here keeps what was known of it while it was here.
        var read = IsRead ? entry.Read ?? now : IsHere ? default(DateTimeOffset?) : entry.Read;
        var deleted = IsHere ? default(DateTimeOffset?) : entry.DeletedHere ?? now;
        return read == entry.Read && deleted == entry.DeletedHere && IsFlagged == entry.IsFlagged
            ? entry
            : entry with { Read = read, DeletedHere = deleted, IsFlagged = IsFlagged };
    }
}
