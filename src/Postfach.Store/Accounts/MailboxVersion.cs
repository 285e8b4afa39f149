using Postfach.Mail;

namespace Postfach.Store;

/// <summary>A mailbox as of one committed change: its head always, its messages where somebody has asked for them.</summary>
/// <param name="Name">Null once it is deleted.</param>
internal sealed record MailboxVersion(MailboxName? Name, SnapshotHead Head, MailboxSnapshot? Snapshot);
