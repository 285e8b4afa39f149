namespace Postfach.Retrieval;

/// <summary>What a message at a provider is, asked anew.</summary>
/// <param name="Message">As it was listed.</param>
/// <param name="Id">Its id now.</param>
/// <param name="Size">Bytes, as the provider says now; null: it does not.</param>
/// <param name="Header">The SHA-256 of its header with the empty line behind it.</param>
/// <param name="IsFlagged">It is flagged there now.</param>
internal sealed record RemoteIdentity(RemoteMessage Message, string Id, long? Size, ReadOnlyMemory<byte> Header, bool IsFlagged = false);
