using Postfach.Mail;

namespace Postfach.Files;

/// <summary>What became of an import.</summary>
/// <param name="WithNewUids">Mailboxes whose messages had UIDs and could not keep them: IMAP programs will load them anew.</param>
public sealed record ImportSummary(ImportCount Count, IReadOnlyList<MailboxName> WithNewUids);
