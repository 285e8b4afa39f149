using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>A message as a provider lists it.</summary>
/// <param name="Number">POP3: its number in this session; IMAP: its UID.</param>
/// <param name="Id">What the ledger knows it by: UIDL's unique-id, or the UID. Empty where the provider has none.</param>
/// <param name="Size">Bytes, as the provider says; null: it does not.</param>
/// <param name="Flags">Null: not known.</param>
/// <param name="InternalDate">Null: not known.</param>
/// <param name="Place">Where labels stand for mailboxes: the one that it belongs to; null: the one that it lies in.</param>
/// <param name="Fill">Whether it takes a placeholder's place here.</param>
internal sealed record RemoteMessage(
    uint Number, string Id, long? Size, FlagSet? Flags = null, DateTimeOffset? InternalDate = null, string? Place = null, PlaceholderFill Fill = PlaceholderFill.None)
{
    /// <summary>It is bigger than its owner wants messages, or than one may be here: only its header is fetched.</summary>
    public bool IsTooBig(SourceSettings settings, Account account) => Size > (Fill == PlaceholderFill.Wanted ? account.MaxMessageBytes : Largest(settings, account));

    /// <summary>Bytes of the biggest message that is fetched whole.</summary>
    public static long Largest(SourceSettings settings, Account account) => Math.Min(settings.MaxMessageBytes ?? long.MaxValue, account.MaxMessageBytes);
}
