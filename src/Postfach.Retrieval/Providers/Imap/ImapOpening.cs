using MailKit.Net.Imap;

namespace Postfach.Retrieval;

/// <summary>A mailbox that is open.</summary>
/// <param name="IsFresh">It was opened just now, so that its UIDNEXT and count are of one moment; false: it was open already.</param>
/// <param name="Changes">What the server told of changes since the last look; null: it does not tell, or the mailbox is another one by now.</param>
internal sealed record ImapOpening(ImapFolder Folder, bool IsFresh, ImapChanges? Changes);
