using System.Diagnostics.CodeAnalysis;
using Postfach.Mail;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>[(flags)] [date-time] literal</c>: what APPEND says of one message, up to the literal that brings it. RFC 9051 §6.3.12, RFC 3502 §4.</summary>
/// <param name="InParentheses">It came as <c>UTF8 (~literal</c>, and a <c>)</c> ends it. RFC 6855 §4.</param>
public sealed record AppendMessage(FlagSet Flags, InternalDate? Date, ImapLiteral Literal, bool InParentheses)
{
    /// <summary>Reads what stands behind this message: nothing (then there is no next one), or a space and the next one.</summary>
    public bool TryReadBehind(ReadOnlySpan<byte> line, out AppendMessage? next)
    {
        next = null;
        var reader = new ImapReader(line);
        if (InParentheses && !reader.Take((byte)')'))
            return false;
        return reader.AtEnd || (reader.Space() && TryRead(ref reader, out next));
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

        var inParentheses = reader.Take("UTF8 ("u8);
        if (inParentheses && !reader.IsNext((byte)'~'))
            return reader.Fail("UTF8 is followed by a literal8");

        // RFC 9051 §9: append-data = literal / literal8.
        reader.Take((byte)'~');
        if (!reader.MessageHead(out var literal))
            return false;
        message = new AppendMessage(flags ?? FlagSet.Empty, date, literal, inParentheses);
        return true;
    }
}
