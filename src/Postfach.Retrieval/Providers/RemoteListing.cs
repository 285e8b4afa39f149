using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>What is in a mailbox at a provider.</summary>
/// <param name="Messages">In the order of their arrival. All, or only those from the cursor's UIDNEXT on: then the other two tell what is left of the earlier ones.</param>
/// <param name="Present">The ids of all that are there; null: not asked.</param>
/// <param name="NothingGone">All that were there before still are: as many as before, and none of them can have come anew below UIDNEXT.</param>
internal sealed record RemoteListing(RemoteCursor Cursor, IReadOnlyList<RemoteMessage> Messages, IReadOnlySet<string>? Present = null, bool NothingGone = false)
{
    /// <summary>Earlier messages are not among <see cref="Messages"/>.</summary>
    public bool IsPartial => NothingGone || Present is not null;

    public int Count => NothingGone ? (int)Cursor.Exists : Present?.Count ?? Messages.Count;

    /// <summary>Whether the copy that a line tells of is there, though it is not among <see cref="Messages"/>.</summary>
    public bool HasEarlier(LedgerEntry entry) => NothingGone ? IsAlive(entry) : Present is not null && Present.Contains(entry.Id);

    /// <summary>Some earlier message is there that no line tells of: it was never listed, its line is lost, or it was thought to be gone.</summary>
    public bool HasGap(IReadOnlyList<LedgerEntry> entries)
    {
        if (NothingGone)
        {
            var listed = Messages.Select(m => m.Id).ToHashSet(StringComparer.Ordinal);
            return entries.Count(e => IsAlive(e) && !listed.Contains(e.Id)) + Messages.Count < Cursor.Exists;
        }

        if (Present is null)
            return false;
        var known = entries.Where(IsAlive).Select(e => e.Id).Concat(Messages.Select(m => m.Id)).ToHashSet(StringComparer.Ordinal);
        return Present.Any(id => !known.Contains(id));
    }

    private static bool IsAlive(LedgerEntry entry) => entry.State is not (CopyState.Deleted or CopyState.Vanished);
}
