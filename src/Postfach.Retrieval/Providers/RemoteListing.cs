using System.Globalization;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>What is in a mailbox at a provider.</summary>
/// <param name="Cursor">How it is; its count is the provider's own, whatever is listed.</param>
/// <param name="Messages">
/// In the order of their arrival. All, or only those from the known cursor's UIDNEXT on: then <paramref name="Present"/> or <paramref name="Gone"/> tells what is
/// left of the earlier ones, and <paramref name="Flags"/> what changed of them.
/// </param>
/// <param name="Present">The ids of all that the provider shows; null: not asked.</param>
/// <param name="Gone">Earlier ones that went, and all others are there; null: not told.</param>
/// <param name="Flags">Flags of earlier messages, by id: of all that may have changed since, and perhaps of others.</param>
internal sealed record RemoteListing(
    RemoteCursor Cursor, IReadOnlyList<RemoteMessage> Messages, IReadOnlySet<string>? Present = null, UidSet? Gone = null,
    IReadOnlyDictionary<string, FlagSet>? Flags = null)
{
    private readonly HashSet<string> _listed = Messages.Select(m => m.Id).ToHashSet(StringComparer.Ordinal);

    /// <summary>Earlier messages are not among <see cref="Messages"/>.</summary>
    public bool IsPartial => Gone is not null || Present is not null;

    public int Count => (int)Cursor.Exists;

    /// <summary>The provider counts more than it shows: what it does not show may be there all the same.</summary>
    public bool IsIncomplete => Gone is null && (Present?.Count ?? Messages.Count) < Count;

    /// <summary>Whether the copy that a line tells of is there, as far as known, though it is not among <see cref="Messages"/>.</summary>
    public bool HasEarlier(LedgerEntry entry) =>
        !_listed.Contains(entry.Id)
        && (Present?.Contains(entry.Id) == true || (!entry.IsGone && (IsIncomplete || IsLeft(entry.Id))));

    /// <summary>How many messages the provider counts that are neither listed nor known by a line.</summary>
    public int HiddenFrom(IReadOnlyList<LedgerEntry> entries) => Math.Max(0, Count - Messages.Count - entries.Count(e => !e.IsGone && HasEarlier(e)));

    /// <summary>What is told does not fit to the lines: a message is there that none tells of, or one is gone and nobody has said so.</summary>
    public bool HasGap(IReadOnlyList<LedgerEntry> entries)
    {
        if (Gone is not null)
        {
            // Of hidden ones it is not known which are gone.
            var told = Messages.Count + entries.Count(e => !e.IsGone && HasEarlier(e)) + Cursor.Hidden;
            return told < Count || (told > Count && Cursor.Hidden == 0);
        }

        if (Present is null)
            return false;
        var known = entries.Where(e => !e.IsGone).Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        return Present.Any(id => !known.Contains(id) && !_listed.Contains(id));
    }

    private bool IsLeft(string id) => Gone is not null && uint.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var uid) && !Gone.Contains(new Uid(uid));
}
