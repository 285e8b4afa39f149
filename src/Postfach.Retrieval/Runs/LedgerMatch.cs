using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>
/// Tells which messages of a listing the ledger knows. By their ids first; where ids are missing, doubled, used again or others than before, by size and
/// header, so that nothing is fetched twice and nothing new is taken for something old.
/// </summary>
/// <param name="Known">Lines by the id that their messages have in the listing.</param>
/// <param name="New">Not known; those without an id of their own have one that is made of what they are.</param>
/// <param name="Listed">All messages of the listing, with the ids by which the ledger is to know them.</param>
/// <param name="Absent">Lines whose copies were there before and are not in the listing.</param>
/// <param name="Rewritten">Lines that are to be written anew, their ids or states having changed.</param>
/// <param name="Gone">Ids whose lines are to go.</param>
/// <param name="ChangedIds">How many messages were found again under another id.</param>
internal sealed record LedgerMatch(
    IReadOnlyDictionary<string, LedgerEntry> Known,
    IReadOnlyList<RemoteMessage> New,
    IReadOnlyList<RemoteMessage> Listed,
    IReadOnlyList<LedgerEntry> Absent,
    IReadOnlyList<LedgerEntry> Rewritten,
    IReadOnlyList<string> Gone,
    int ChangedIds);
