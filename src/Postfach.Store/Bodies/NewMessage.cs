using Postfach.Mail;

namespace Postfach.Store;

/// <summary>A message whose bytes are in the store's hands, to be appended.</summary>
/// <param name="InternalDate">Null: the time of the append.</param>
public sealed record NewMessage(IncomingMessage Content, FlagSet Flags, InternalDate? InternalDate)
{
    /// <summary>The message gets no UID below this, and this one where it is still to be had: an import keeps UIDs so. Null: the next one.</summary>
    public Uid? LeastUid { get; init; }

    /// <summary>What POP3 called the message elsewhere and is to call it here; null: its own id.</summary>
    public string? UniqueId { get; init; }
}
