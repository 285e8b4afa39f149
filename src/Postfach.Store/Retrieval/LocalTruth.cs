using System.Runtime.InteropServices;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// What became of a message here. By its bytes: a message that was moved, copied or renamed is still the same; of equal ones, one that is left counts for all.
/// </summary>
/// <param name="IsHere">It is in a mailbox other than the Trash.</param>
/// <param name="IsInTrash">It is in the Trash.</param>
internal readonly record struct LocalTruth(bool IsHere, bool IsInTrash, bool IsRead, bool IsFlagged)
{
    /// <summary>All messages of an account, as of one committed change.</summary>
    public static async Task<IReadOnlyDictionary<BodyId, LocalTruth>> ReadAsync(Account account, CancellationToken ct)
    {
        var state = await LocalMessages.StateAsync(account, ct);
        var truths = new Dictionary<BodyId, LocalTruth>();
        foreach (var entry in state.Tree.ByName.Values)
        {
            var isTrash = entry.SpecialUse == SpecialUse.Trash;
            foreach (var message in state.Mailboxes[entry.Id].Snapshot!.Messages()) // StateAsync has all of them
            {
                ref var truth = ref CollectionsMarshal.GetValueRefOrAddDefault(truths, message.Body, out _);
                var flags = message.Flags;
                truth = new LocalTruth(
                    truth.IsHere || !isTrash, truth.IsInTrash || isTrash, truth.IsRead || flags.Has(MessageFlags.Seen), truth.IsFlagged || flags.Has(MessageFlags.Flagged));
            }
        }

        return truths;
    }

    /// <summary>The line as it is to be now; the same one where nothing has changed.</summary>
    public LedgerEntry Update(LedgerEntry entry, DateTimeOffset now)
    {
        if (entry.IsGone || entry.State == CopyState.Refused)
            return entry;

        // What is gone from here keeps what was known of it while it was here.
        var read = IsRead ? entry.Read ?? now : IsHere ? default(DateTimeOffset?) : entry.Read;
        var deleted = IsHere ? default(DateTimeOffset?) : entry.DeletedHere ?? now;
        var flagged = IsHere || IsInTrash ? IsFlagged : entry.IsFlagged;
        return read == entry.Read && deleted == entry.DeletedHere && flagged == entry.IsFlagged
            ? entry
            : entry with { Read = read, DeletedHere = deleted, IsFlagged = flagged };
    }
}
