using Postfach.Mail;

namespace Postfach.Files;

/// <summary>What is known of a message beside its bytes.</summary>
/// <param name="Uid">Its UID where it comes from; those of a mailbox come in ascending order.</param>
/// <param name="UniqueId">What POP3 called it there.</param>
public sealed record MessageFacts(FlagSet Flags, InternalDate? InternalDate, Uid? Uid = null, string? UniqueId = null)
{
    /// <summary>Its bytes, where they were counted before.</summary>
    public long? Size { get; init; }

    public LineEnds LineEnds { get; init; }
}
