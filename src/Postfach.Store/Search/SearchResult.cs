namespace Postfach.Store;

/// <summary>What a search has found, in order.</summary>
/// <param name="Unreadable">Messages that had to be read and could not be; they are not among the found.</param>
public sealed record SearchResult(IReadOnlyList<Message> Found, IReadOnlyList<(Mail.BodyId Body, StoreException Why)> Unreadable);
