using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// One message at a provider and what became of it: the line of the ledger by which it is never fetched twice, and never deleted before it is safe here.
/// </summary>
/// <param name="Id">The provider's name for it: UIDL's unique-id, or the UID.</param>
/// <param name="Size">Bytes, as the provider says; where it does not, as they came.</param>
/// <param name="Header">The SHA-256 of its header with the empty line behind it; empty where it is not known.</param>
/// <param name="Body">Where its bytes lie here; null: nowhere.</param>
/// <param name="Fetched">When it was committed here.</param>
/// <param name="Dated">When it came to the provider, as far as known.</param>
/// <param name="Read">When it was first seen to have been read here; null: it is unread.</param>
/// <param name="DeletedHere">When it was first seen to be deleted here; null: it is not.</param>
/// <param name="IsFlagged">It is flagged, here or there.</param>
/// <param name="Changed">When its state became what it is.</param>
/// <param name="Reason">Why: the part of the rule that deletes it, or what is wrong with it, for which it is never deleted there.</param>
/// <param name="FlagsThere">
/// The provider's flags as they were last seen and carried here; what differs from them at the next look has changed there since. Null: not known.
/// </param>
public sealed record LedgerEntry(
    string Id,
    long Size,
    ReadOnlyMemory<byte> Header,
    BodyId? Body,
    DateTimeOffset Fetched,
    DateTimeOffset Dated,
    DateTimeOffset? Read,
    DateTimeOffset? DeletedHere,
    bool IsFlagged,
    CopyState State,
    DateTimeOffset Changed,
    string? Reason,
    FlagSet? FlagsThere = null)
{
    /// <summary>Its copy is at the provider no more, as far as known.</summary>
    public bool IsGone => State is CopyState.Deleted or CopyState.Vanished;
}
