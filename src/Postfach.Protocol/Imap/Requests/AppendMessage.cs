using System.Diagnostics.CodeAnalysis;
using Postfach.Mail;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>[(flags)] [date-time] literal</c>: what APPEND says of one message, up to the literal that brings it. RFC 9051 §6.3.12, RFC 3502 §4.</summary>
public sealed record AppendMessage(FlagSet Flags, InternalDate? Date, ImapLiteral Literal)
{
    /// <summary>Reads what stands behind a message: the space and the next one.</summary>
    public static bool TryReadNext(ReadOnlySpan<byte> line, [NotNullWhen(true)] out AppendMessage? message)
    {
        message = null;
        var reader = new ImapReader(line);
        return reader.Space() && TryRead(ref reader, out message);
    }

    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out AppendMessage? message)
    {
        message = null;
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
        if (!reader.MessageHead(out var literal))
            return false;
        message = new AppendMessage(flags ?? FlagSet.Empty, date, literal);
        return true;
    }
}
