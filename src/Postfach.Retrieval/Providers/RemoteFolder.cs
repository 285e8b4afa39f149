using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>A mailbox at a provider.</summary>
/// <param name="Name">As the provider calls it, decoded; empty for POP3. It is what the ledger knows it by.</param>
/// <param name="Levels">The same in its levels, without the namespace's prefix.</param>
/// <param name="Status">How it was when it was listed, where that came with the list: one that is as the last run left it need not be opened.</param>
/// <param name="HoldsAll">All messages of the account are in it, and the other mailboxes are labels of them (Gmail).</param>
internal sealed record RemoteFolder(string Name, IReadOnlyList<string> Levels, SpecialUse Use, RemoteCursor? Status = null, bool HoldsAll = false)
{
    /// <summary>POP3's only one.</summary>
    public static readonly RemoteFolder Maildrop = new("", [], SpecialUse.None);

    public bool IsInbox => Name.Length == 0 || Name.Equals("INBOX", StringComparison.OrdinalIgnoreCase);
}
