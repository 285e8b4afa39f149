namespace Postfach.Store;

/// <summary>What a search of an account has found.</summary>
/// <param name="Hits">The newest.</param>
/// <param name="Found">How many there are of them and all others.</param>
/// <param name="Unreadable">Messages that had to be read and could not be; they are not among the found.</param>
public sealed record AccountSearchResult(IReadOnlyList<MessageHit> Hits, int Found, int Unreadable);
