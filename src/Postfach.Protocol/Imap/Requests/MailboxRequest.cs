using System.Diagnostics.CodeAnalysis;

namespace Postfach.Protocol.Imap.Requests;

/// <summary>A command whose argument is one mailbox: DELETE, SUBSCRIBE, UNSUBSCRIBE. RFC 9051 §6.3.</summary>
public sealed record MailboxRequest(MailboxArgument Mailbox)
{
    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out MailboxRequest? request)
    {
        request = null;
        if (!(reader.Space() && reader.Mailbox(out var mailbox) && reader.End()))
            return false;
        request = new MailboxRequest(mailbox);
        return true;
    }
}
