using System.Diagnostics.CodeAnalysis;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>APPEND mailbox [(flags)] [date-time] literal</c>, up to the literal that brings the first message. RFC 9051 §6.3.12.</summary>
public sealed record AppendRequest(MailboxArgument Mailbox, AppendMessage First)
{
    /// <summary>Whether a command so far is all of an APPEND but its message, whose head ends it.</summary>
    public static bool EndsBeforeMessage(ReadOnlySpan<byte> soFar)
    {
        var reader = new ImapReader(soFar);
        return TaggedCommand.TryRead(ref reader, out var command) && command.Name == "APPEND" && TryRead(ref reader, out _);
    }

    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out AppendRequest? request)
    {
        request = null;
        if (!(reader.Space() && reader.Mailbox(out var mailbox) && reader.Space() && AppendMessage.TryRead(ref reader, out var first)))
            return false;
        request = new AppendRequest(mailbox, first);
        return true;
    }
}
