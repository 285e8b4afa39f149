using Postfach.Mail;

namespace Postfach.Store;

/// <summary>A message that was fetched, to be committed with its line in the ledger.</summary>
/// <param name="Target">Where it lands; a mailbox that is not there is made.</param>
/// <param name="Id">The provider's name for it.</param>
/// <param name="Size">Bytes, as the provider says.</param>
/// <param name="Header">The SHA-256 of its header with the empty line behind it.</param>
/// <param name="Dated">When it came to the provider, as far as known.</param>
/// <param name="IsPlaceholder">It stands for a message that was too big.</param>
/// <param name="FlagsThere">The provider's flags; null: it has none, as in POP3.</param>
/// <param name="Doubt">What is wrong with it, for which its copy is never deleted; null: nothing.</param>
public sealed record FetchedMessage(
    NewMessage Message, MailboxName Target, string Id, long Size, ReadOnlyMemory<byte> Header, DateTimeOffset Dated, bool IsPlaceholder = false,
    FlagSet? FlagsThere = null, string? Doubt = null);
