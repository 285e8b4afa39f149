using Postfach.Mail;

namespace Postfach.Files;

/// <summary>What is known of a mailbox beside its messages.</summary>
/// <param name="UidValidity">What it had where it comes from; kept, and the messages' UIDs with it, where that can be.</param>
/// <param name="UidNext">The UID that the next message would have had there.</param>
public sealed record MailboxFacts(MailboxName Name, UidValidity? UidValidity = null, Uid? UidNext = null);
