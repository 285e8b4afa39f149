using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Postfach.Protocol.Lines;

namespace Postfach.Protocol.Lmtp;

/// <summary>
/// A reverse-path or forward-path: the mailbox that it names, without its source route. RFC 5321 §4.1.2. Texts are as they were given, in any case;
/// a quoted local part is without its quotes.
/// </summary>
/// <param name="LocalPart">Empty in the null reverse-path alone.</param>
/// <param name="Domain">A domain or an address literal with its brackets; empty where none was given.</param>
public sealed record MailPath(string LocalPart, string Domain)
{
    /// <summary>
    /// The longest mailbox taken, in octets: well above what RFC 5321 §4.5.3.1 asks for, and in a header it fits a line of 998 octets
    /// (RFC 5322 §2.1.1) even where each character needs a backslash.
    /// </summary>
    public const int MaxMailboxLength = 480;

    /// <summary>The longest domain or address literal, in octets. RFC 5321 §4.5.3.1.2.</summary>
    private const int MaxDomainLength = 255;

    /// <summary>The reverse-path of what must not be answered, such as a delivery report. RFC 5321 §4.5.5.</summary>
    public static readonly MailPath Null = new("", "");

    // RFC 5322 §3.2.3: atext, and RFC 6531 §3.3: UTF-8. The dot is here since some providers gave out addresses such as "a..b" and "a.".
    private static readonly SearchValues<byte> DotStringCharacters = Class(
        "!#$%&'*+-./0123456789=?ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz{|}~"u8, withUtf8: true);

    // RFC 5321 §4.1.2: qtextSMTP, all printable characters but the quote and the backslash.
    private static readonly SearchValues<byte> QuotedText = Class(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8, withUtf8: true);

    // RFC 5321 §4.1.2: sub-domain; the underscore is no letter of it, but names in use have it.
    private static readonly SearchValues<byte> DomainCharacters = Class(
        "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"u8, withUtf8: true);

    // RFC 5321 §4.1.3: dcontent.
    private static readonly SearchValues<byte> LiteralCharacters = Class(
        "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz{|}~"u8, withUtf8: false);

    public bool IsNull => LocalPart.Length == 0;

    /// <summary>Reads <c>&lt;...&gt;</c>. The null path is read too: whether it may be there is the command's business.</summary>
    public static bool TryRead(ref LineReader line, out MailPath path)
    {
        path = Null;
        if (!line.Literal("<"u8))
            return false;
        if (line.Next == '>')
            return line.Literal(">"u8);
        if (line.Next == '@' && !SkipSourceRoute(ref line))
            return false;
        if (!TryReadLocalPart(ref line, out var local) || !TryReadDomain(ref line, out var domain) || !line.Literal(">"u8))
            return false;
        path = new MailPath(local, domain);
        return Encoding.UTF8.GetByteCount(local) + Encoding.UTF8.GetByteCount(domain) < MaxMailboxLength || line.Fail();
    }

    /// <summary>Reads an address as a person or a program writes it, without angle brackets.</summary>
    public static bool TryParse(string text, out MailPath path)
    {
        var line = new LineReader(Encoding.UTF8.GetBytes($"<{text}>"));
        return TryRead(ref line, out path) && line.End() && !path.IsNull;
    }

    /// <summary>The mailbox as a header writes it, quoted where it must be; empty for the null path.</summary>
    public override string ToString()
    {
        var local = NeedsQuotes ? $"\"{LocalPart.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : LocalPart;
        return Domain.Length == 0 ? local : $"{local}@{Domain}";
    }

    // RFC 5321 §4.1.2: a Dot-string neither starts nor ends with a dot, nor has two together.
    private bool NeedsQuotes =>
        Encoding.UTF8.GetBytes(LocalPart).AsSpan().ContainsAnyExcept(DotStringCharacters)
        || LocalPart.StartsWith('.') || LocalPart.EndsWith('.') || LocalPart.Contains("..", StringComparison.Ordinal);

    /// <summary>RFC 5321 §C: a server must accept a source route, and should ignore it.</summary>
    private static bool SkipSourceRoute(ref LineReader line)
    {
        while (line.Literal("@"u8) && TryReadDomainName(ref line, out _))
        {
            if (line.Next == ':')
                return line.Literal(":"u8);
            if (!line.Literal(","u8))
                return false;
        }

        return false;
    }

    private static bool TryReadLocalPart(ref LineReader line, out string local)
    {
        if (line.Next == '"')
            return TryReadQuoted(ref line, out local);
        local = "";
        return line.Run(DotStringCharacters, out var run) && TryDecode(ref line, run, out local);
    }

    private static bool TryReadQuoted(ref LineReader line, out string local)
    {
        local = "";
        var text = new ArrayBufferWriter<byte>();
        line.Literal("\""u8);
        while (!line.Failed && line.Next != '"')
        {
            // RFC 5321 §4.1.2: quoted-pairSMTP is a backslash and any printable character.
            if (line.Next == '\\' && line.Literal("\\"u8) && line.Byte(out var quoted) && quoted is >= 0x20 and <= 0x7E)
                text.Write([quoted]);
            else if (line.Run(QuotedText, out var run))
                text.Write(run);
        }

        return line.Literal("\""u8) && text.WrittenCount > 0 && TryDecode(ref line, text.WrittenSpan, out local) || line.Fail();
    }

    private static bool TryReadDomain(ref LineReader line, out string domain)
    {
        // RFC 5321 §2.3.5 knows Postmaster without a domain; users here may be named without one too.
        domain = "";
        if (line.Next != '@')
            return !line.Failed;
        return line.Literal("@"u8) && TryReadDomainName(ref line, out domain);
    }

    internal static bool TryReadDomainName(ref LineReader line, out string domain)
    {
        domain = "";
        if (line.Next != '[')
            return line.Run(DomainCharacters, out var name) && name.Length <= MaxDomainLength ? TryDecode(ref line, name, out domain) : line.Fail();
        if (!line.Literal("["u8) || !line.Run(LiteralCharacters, out var address) || address.Length > MaxDomainLength || !line.Literal("]"u8))
            return line.Fail();
        domain = $"[{Encoding.ASCII.GetString(address)}]";
        return true;
    }

    // The control characters that UTF-8 has beyond ASCII are no part of a name either; a log or a terminal could take them for orders.
    private static bool TryDecode(ref LineReader line, ReadOnlySpan<byte> bytes, out string text)
    {
        text = Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : "";
        return (text.Length > 0 && !text.Any(char.IsControl)) || line.Fail();
    }

    private static SearchValues<byte> Class(ReadOnlySpan<byte> ascii, bool withUtf8) =>
        SearchValues.Create([.. ascii, .. withUtf8 ? Enumerable.Range(0x80, 0x80).Select(b => (byte)b) : []]);
}
