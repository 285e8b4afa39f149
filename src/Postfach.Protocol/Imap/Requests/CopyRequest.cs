using System.Diagnostics.CodeAnalysis;
using Postfach.Mail;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>COPY set mailbox</c>, MOVE, and their UID forms. RFC 9051 §6.4.7, §6.4.8.</summary>
public sealed record CopyRequest(SequenceSet Messages, MailboxArgument Target)
{
    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out CopyRequest? request)
    {
        request = null;
        if (!(reader.Space() && reader.SequenceSet(out var messages) && reader.Space() && reader.Mailbox(out var target) && reader.End()))
            return false;
        request = new CopyRequest(messages, target);
        return true;
    }
}
