using Postfach.Mail;

namespace Postfach.Retrieval;

/// <summary>A mailbox at a provider.</summary>
/// <param name="Name">As the provider calls it, decoded; empty for POP3. It is what the ledger knows it by.</param>
/// <param name="Levels">The same in its levels.</param>
internal sealed record RemoteFolder(string Name, IReadOnlyList<string> Levels, SpecialUse Use)
{
    /// <summary>POP3's only one.</summary>
    public static readonly RemoteFolder Maildrop = new("", [], SpecialUse.None);

    public bool IsInbox => Name.Length == 0 || Name.Equals("INBOX", StringComparison.OrdinalIgnoreCase);
}
