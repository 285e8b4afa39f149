using System.Diagnostics.CodeAnalysis;
using Postfach.Mail;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>UID EXPUNGE set</c>. RFC 9051 §6.4.9.</summary>
public sealed record UidExpungeRequest(SequenceSet Messages)
{
    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out UidExpungeRequest? request)
    {
        request = null;
        if (!(reader.Space() && reader.SequenceSet(out var messages) && reader.End()))
            return false;
        request = new UidExpungeRequest(messages);
        return true;
    }
}
