using System.Diagnostics.CodeAnalysis;
using Postfach.Mail;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>APPEND mailbox [(flags)] [date-time]</c>, up to the literal that brings the message. RFC 9051 §6.3.12.</summary>
public sealed record AppendRequest(MailboxArgument Mailbox, FlagSet Flags, InternalDate? Date)
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
        if (!(reader.Space() && reader.Mailbox(out var mailbox) && reader.Space()))
            return false;
        var flags = FlagSet.Empty;
        if (reader.IsNext((byte)'(') && !(reader.FlagList(out flags) && reader.Space()))
            return false;
        InternalDate? date = null;
        if (reader.IsNext((byte)'"'))
        {
            if (!(reader.DateTime(out var given) && reader.Space()))
                return false;
            date = given;
        }

        // RFC 9051 §9: append-data = literal / literal8.
        reader.Take((byte)'~');
        if (!reader.MessageHead())
            return false;
        request = new AppendRequest(mailbox, flags ?? FlagSet.Empty, date);
        return true;
    }
}
