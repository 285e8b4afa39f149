using System.Diagnostics.CodeAnalysis;
using System.Text;
using Postfach.Protocol.Lines;
using Postfach.Protocol.Sasl;

namespace Postfach.Protocol.Pop3;

/// <summary>One command of a client. RFC 1939 §5 to §7, RFC 2449 §5, RFC 2595 §4, RFC 6856 §2.1.</summary>
public abstract record Pop3Request
{
    private static readonly (byte[] Keyword, Reader Read)[] Readers =
    [
        ("AUTH"u8.ToArray(), ReadAuth),
        ("CAPA"u8.ToArray(), static (ref line) => NoArgument(ref line, new Capa())),
        ("DELE"u8.ToArray(), static (ref line) => Number(ref line) is { } number && line.End() ? new Dele(number) : null),
        ("LIST"u8.ToArray(), static (ref line) => OptionalNumber(ref line, out var number) ? new List(number) : null),
        ("NOOP"u8.ToArray(), static (ref line) => NoArgument(ref line, new Noop())),
        ("PASS"u8.ToArray(), ReadPass),
        ("QUIT"u8.ToArray(), static (ref line) => NoArgument(ref line, new Quit())),
        ("RETR"u8.ToArray(), static (ref line) => Number(ref line) is { } number && line.End() ? new Retr(number) : null),
        ("RSET"u8.ToArray(), static (ref line) => NoArgument(ref line, new Rset())),
        ("STAT"u8.ToArray(), static (ref line) => NoArgument(ref line, new Stat())),
        ("STLS"u8.ToArray(), static (ref line) => NoArgument(ref line, new Stls())),
        ("TOP"u8.ToArray(), ReadTop),
        ("UIDL"u8.ToArray(), static (ref line) => OptionalNumber(ref line, out var number) ? new Uidl(number) : null),
        ("USER"u8.ToArray(), ReadUser),
        ("UTF8"u8.ToArray(), static (ref line) => NoArgument(ref line, new Utf8())),
    ];

    private Pop3Request()
    {
    }

    private delegate Pop3Request? Reader(ref LineReader line);

    public sealed record User(string Name) : Pop3Request;

    public sealed record Pass(Secret Password) : Pop3Request;

    /// <param name="Mechanism">In upper case; null: the client asks which there are.</param>
    /// <param name="InitialResponse">As it was sent, in base64; null when there is none.</param>
    public sealed record Auth(string? Mechanism, ReadOnlyMemory<byte>? InitialResponse) : Pop3Request;

    public sealed record Stat : Pop3Request;

    /// <param name="Message">Null: all of them.</param>
    public sealed record List(MessageNumber? Message) : Pop3Request;

    /// <param name="Message">Null: all of them.</param>
    public sealed record Uidl(MessageNumber? Message) : Pop3Request;

    public sealed record Retr(MessageNumber Message) : Pop3Request;

    /// <param name="Lines">How many lines of the body to send behind the header.</param>
    public sealed record Top(MessageNumber Message, uint Lines) : Pop3Request;

    public sealed record Dele(MessageNumber Message) : Pop3Request;

    public sealed record Rset : Pop3Request;

    public sealed record Noop : Pop3Request;

    public sealed record Quit : Pop3Request;

    public sealed record Capa : Pop3Request;

    public sealed record Stls : Pop3Request;

    public sealed record Utf8 : Pop3Request;

    /// <summary>Reads a command line, or says how to refuse it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Pop3Request? request, [NotNullWhen(false)] out Pop3Reply? refusal)
    {
        (request, refusal) = (null, new Pop3Reply.Err("There is no such command"));
        var line = new LineReader(bytes);
        line.Word(out var keyword);
        foreach (var (name, read) in Readers)
        {
            if (!Ascii.EqualsIgnoreCase(keyword, name))
                continue;
            request = read(ref line);
            refusal = new Pop3Reply.Err("The arguments of this command are not valid");
            break;
        }

        return request is not null;
    }

    private static Pop3Request? NoArgument(ref LineReader line, Pop3Request request) => line.End() ? request : null;

    private static MessageNumber? Number(ref LineReader line) => line.Space() && line.Number(out var number) ? new MessageNumber(number) : null;

    private static bool OptionalNumber(ref LineReader line, out MessageNumber? number)
    {
        number = line.AtEnd ? null : Number(ref line);
        return line.End();
    }

    private static Top? ReadTop(ref LineReader line) =>
        Number(ref line) is { } number && line.Space() && line.Number(out var lines) && line.End() ? new Top(number, lines) : null;

    // RFC 5034 §4: AUTH mechanism [initial-response]. Without an argument older clients ask for a list.
    private static Auth? ReadAuth(ref LineReader line)
    {
        if (line.AtEnd)
            return new Auth(null, null);
        if (!(line.Space() && line.Word(out var mechanism)))
            return null;
        ReadOnlyMemory<byte>? initial = null;
        if (!line.AtEnd)
        {
            if (!(line.Space() && line.Word(out var response) && line.End()))
                return null;
            initial = response.ToArray();
        }

        return new Auth(Encoding.ASCII.GetString(mechanism).ToUpperInvariant(), initial);
    }

    // RFC 1939 §3: arguments are printable. What is not would reach a log, and from there a terminal.
    private static User? ReadUser(ref LineReader line) =>
        line.Space() && line.Text(out var name) && !name.Any(char.IsControl) ? new User(name.TrimEnd(' ')) : null;

    // RFC 1939 §7: as PASS has exactly one argument, spaces in it are part of the password; just one space separates.
    private static Pass? ReadPass(ref LineReader line) =>
        line.Literal(" "u8) && line.Text(out var password) ? new Pass(new Secret(password)) : null;
}
