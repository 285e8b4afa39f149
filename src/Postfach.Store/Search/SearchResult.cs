namespace Postfach.Store;

/// <summary>What a search has found, in order.</summary>
/// <param name="Unreadable">Messages that had to be read and could not be; they are not among the found.</param>
public sealed record SearchResult(IReadOnlyList<Message> Found, IReadOnlyList<(Mail.BodyId Body, StoreException Why)> Unreadable)
{
    /// <summary>For each of the found, how relevant it is, from 1 to 100; none where the query has no fuzzy key. RFC 6203 §4.</summary>
    public IReadOnlyList<byte> Relevance { get; init; } = [];
}
