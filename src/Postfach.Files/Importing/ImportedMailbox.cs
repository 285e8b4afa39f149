using Postfach.Mail;

namespace Postfach.Files;

/// <summary>A mailbox that messages are imported into.</summary>
/// <param name="UidValidity">What it had where it comes from; kept, and the messages' UIDs with it, where that can be.</param>
/// <param name="UidNext">The UID that the next message would have had there.</param>
public sealed record ImportedMailbox(MailboxName Name, UidValidity? UidValidity = null, Uid? UidNext = null);
