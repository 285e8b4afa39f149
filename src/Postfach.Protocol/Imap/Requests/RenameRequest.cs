using System.Diagnostics.CodeAnalysis;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>RENAME existing new</c>. RFC 9051 §6.3.6.</summary>
public sealed record RenameRequest(MailboxArgument From, MailboxArgument To)
{
    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out RenameRequest? request)
    {
        request = null;
        if (!(reader.Space() && reader.Mailbox(out var from) && reader.Space() && reader.NewMailbox(out var to) && reader.End()))
            return false;
        request = new RenameRequest(from, to);
        return true;
    }
}
