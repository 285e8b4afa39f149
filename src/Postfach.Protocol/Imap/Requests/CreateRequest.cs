using System.Diagnostics.CodeAnalysis;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>CREATE mailbox</c>. RFC 9051 §6.3.4.</summary>
public sealed record CreateRequest(MailboxArgument Mailbox)
{
    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out CreateRequest? request)
    {
        request = null;
        if (!(reader.Space() && reader.AString(out var name) && reader.End()))
            return false;
        request = new CreateRequest(MailboxArgument.ForCreate(name));
        return true;
    }
}
