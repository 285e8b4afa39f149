using Postfach.Mail;

namespace Postfach.Store;

/// <summary>One mailbox of a <see cref="MailboxTree"/>.</summary>
public sealed record MailboxEntry(MailboxId Id, MailboxName Name, SpecialUse SpecialUse, UidValidity UidValidity);
