using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// One reading of a source into one mailbox. A later run of the same source into the same mailbox ends this one: they would count each other's
/// messages as their own.
/// </summary>
/// <param name="Target">The mailbox the messages go to, as it was named when the run began.</param>
public sealed record ImportRun(long Source, long Number, MailboxName Target);
