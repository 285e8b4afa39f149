using System.Diagnostics.CodeAnalysis;
using System.Text;
using Postfach.Protocol.Lines;

namespace Postfach.Protocol.Lmtp;

/// <summary>One command of a client. RFC 2033 §4, RFC 5321 §4.1.1.</summary>
public abstract record LmtpRequest
{
    private static readonly (byte[] Keyword, Reader Read)[] Readers =
    [
        ("BDAT"u8.ToArray(), ReadBdat),
        ("DATA"u8.ToArray(), static (ref line, ref _) => NoArgument(ref line, new Data())),
        ("LHLO"u8.ToArray(), ReadLhlo),
        ("MAIL"u8.ToArray(), ReadMail),
        ("NOOP"u8.ToArray(), static (ref _, ref _) => new Noop()),
        ("QUIT"u8.ToArray(), static (ref line, ref _) => NoArgument(ref line, new Quit())),
        ("RCPT"u8.ToArray(), ReadRcpt),
        ("RSET"u8.ToArray(), static (ref line, ref _) => NoArgument(ref line, new Rset())),
        ("STARTTLS"u8.ToArray(), static (ref line, ref _) => NoArgument(ref line, new StartTls())),
        ("VRFY"u8.ToArray(), static (ref _, ref _) => new Vrfy()),
    ];

    private LmtpRequest()
    {
    }

    /// <summary>Reads what follows the keyword; where it returns null, it may leave a better refusal than the general one.</summary>
    private delegate LmtpRequest? Reader(ref LineReader line, ref LmtpReply refusal);

    /// <param name="Client">The name or address literal that the client gives itself.</param>
    public sealed record Lhlo(string Client) : LmtpRequest;

    /// <param name="Size">What the client says of the message's size in octets, 0 where it says nothing. RFC 1870 §6.1.</param>
    /// <param name="IsUtf8">Addresses or the message's header have UTF-8. RFC 6531 §3.4.</param>
    public sealed record Mail(MailPath From, long Size, bool IsUtf8) : LmtpRequest;

    public sealed record Rcpt(MailPath To) : LmtpRequest;

    public sealed record Data : LmtpRequest;

    /// <param name="Size">Of the chunk that follows the line, in octets.</param>
    /// <param name="IsLast">The message ends with it.</param>
    public sealed record Bdat(long Size, bool IsLast) : LmtpRequest;

    public sealed record StartTls : LmtpRequest;

    public sealed record Rset : LmtpRequest;

    public sealed record Noop : LmtpRequest;

    public sealed record Quit : LmtpRequest;

    public sealed record Vrfy : LmtpRequest;

    /// <summary>Reads a command line, or says how to refuse it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out LmtpRequest? request, [NotNullWhen(false)] out LmtpReply? refusal)
    {
        request = null;
        refusal = LmtpReply.Enhanced(500, 5, 2, "Only CRLF ends a line, and no control character is part of one");
        if (HasControls(bytes))
            return false;
        refusal = LmtpReply.Enhanced(500, 5, 1, "There is no such command");
        var line = new LineReader(bytes);
        line.Word(out var keyword);
        foreach (var (name, read) in Readers)
        {
            if (!Ascii.EqualsIgnoreCase(keyword, name))
                continue;
            refusal = LmtpReply.Enhanced(501, 5, 4, "The arguments of this command are not valid");
            request = read(ref line, ref refusal);
            break;
        }

        return request is not null;
    }

    // RFC 5321 §2.3.8: a bare CR or LF is no line end. A line that has one is refused as a whole, or what is behind it would be seen as
    // a command by this side alone.
    private static bool HasControls(ReadOnlySpan<byte> bytes) => bytes.ContainsAnyInRange((byte)0, (byte)0x1F) || bytes.Contains((byte)0x7F);

    private static Bdat? ReadBdat(ref LineReader line, ref LmtpReply refusal)
    {
        // What follows would be taken for commands: nobody knows where the chunk ends.
        refusal = LmtpReply.Enhanced(421, 5, 4, "BDAT is followed by a size and LAST at most; the connection is closed");
        if (!line.Space() || !line.Word(out var digits) || !MailParameters.TryReadSize(digits, out var size))
            return null;
        if (!line.AtEnd)
            line.Space();
        return line.AtEnd ? new Bdat(size, IsLast: false) : line.Literal("LAST"u8) && line.End() ? new Bdat(size, IsLast: true) : null;
    }

    private static LmtpRequest? NoArgument(ref LineReader line, LmtpRequest request) => line.End() ? request : null;

    private static Lhlo? ReadLhlo(ref LineReader line, ref LmtpReply refusal) =>
        line.Space() && MailPath.TryReadDomainName(ref line, out var client) && line.End() ? new Lhlo(client) : null;

    private static Mail? ReadMail(ref LineReader line, ref LmtpReply refusal)
    {
        if (!line.Space() || !line.Literal("FROM:"u8))
            return null;
        OptionalSpace(ref line);
        if (!MailPath.TryRead(ref line, out var from))
        {
            // RFC 3463 §3.2: 5.1.7 is a bad sender's mailbox address.
            refusal = LmtpReply.Enhanced(501, 1, 7, "The sender's address is not valid");
            return null;
        }

        return MailParameters.TryRead(ref line, out var parameters, ref refusal) ? new Mail(from, parameters.Size, parameters.IsUtf8) : null;
    }

    private static Rcpt? ReadRcpt(ref LineReader line, ref LmtpReply refusal)
    {
        if (!line.Space() || !line.Literal("TO:"u8))
            return null;
        OptionalSpace(ref line);
        if (!MailPath.TryRead(ref line, out var to) || to.IsNull)
        {
            // RFC 3463 §3.2: 5.1.3 is a bad destination mailbox address.
            refusal = LmtpReply.Enhanced(501, 1, 3, "The recipient's address is not valid");
            return null;
        }

        if (line.End())
            return new Rcpt(to);

        // RFC 5321 §4.1.1.11: no parameter is announced for RCPT.
        refusal = LmtpReply.Enhanced(555, 5, 4, "RCPT has no such parameter");
        return null;
    }

    // RFC 5321 §3.3: there is no space behind the colon, but clients send one.
    private static void OptionalSpace(ref LineReader line)
    {
        if (line.Next == ' ')
            line.Space();
    }
}
