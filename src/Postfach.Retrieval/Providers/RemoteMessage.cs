using Postfach.Mail;

namespace Postfach.Retrieval;

/// <summary>A message as a provider lists it.</summary>
/// <param name="Number">POP3: its number in this session; IMAP: its UID.</param>
/// <param name="Id">What the ledger knows it by: UIDL's unique-id, or the UID. Empty where the provider has none.</param>
/// <param name="Size">Bytes, as the provider says; null: it does not.</param>
/// <param name="Flags">Null: not known.</param>
/// <param name="InternalDate">Null: not known.</param>
/// <param name="Place">Where labels stand for mailboxes: the one that it belongs to; null: the one that it lies in.</param>
internal sealed record RemoteMessage(uint Number, string Id, long? Size, FlagSet? Flags = null, DateTimeOffset? InternalDate = null, string? Place = null);
