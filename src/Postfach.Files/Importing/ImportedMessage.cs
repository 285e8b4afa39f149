using Postfach.Mail;

namespace Postfach.Files;

/// <summary>What is known of an imported message beside its bytes.</summary>
/// <param name="Uid">Its UID where it comes from; those of a mailbox come in ascending order.</param>
/// <param name="UniqueId">What POP3 called it there.</param>
public sealed record ImportedMessage(FlagSet Flags, InternalDate? InternalDate, Uid? Uid = null, string? UniqueId = null);
