using Postfach.Mail;

namespace Postfach.Store;

/// <summary>A message that was fetched, to be committed with its line in the ledger.</summary>
/// <param name="Target">Where it lands; a mailbox that is not there is made.</param>
/// <param name="Id">The provider's name for it.</param>
/// <param name="Header">The SHA-256 of its header with the empty line behind it.</param>
/// <param name="Dated">When it came to the provider, as far as known.</param>
/// <param name="PlaceholderFor">Bytes of the message that this stands for; null: it is the message itself.</param>
public sealed record FetchedMessage(
    NewMessage Message, MailboxName Target, string Id, ReadOnlyMemory<byte> Header, DateTimeOffset Dated, long? PlaceholderFor = null);
