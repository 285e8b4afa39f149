using System.Globalization;
using System.Text.RegularExpressions;

namespace Postfach.Peers;

/// <summary>Answers without what a server may word or order as it likes. The same is done to what a transcript wants.</summary>
internal static partial class Normal
{
    /// <summary>Between the lines of a response that has literals.</summary>
    public const char LineEnd = '\u00b6';

    /// <summary>The responses of an answer: of IMAP each its first line and the lines of its literals, in an order of their own.</summary>
    public static List<string> Responses(string protocol, IEnumerable<string> lines) => protocol switch
    {
        // RFC 3501 §2.3.2: which session is told of \Recent is left to the server, and RFC 9051 has it no more.
        // RFC 8474 §4.2: Dovecot 2.3 does not know it.
        // RFC 9051 §7.2.2: a server may tell its capabilities unasked.
        "imap" => [.. Joined(lines).Where(r => !Recent().IsMatch(r) && !r.StartsWith("* CAPABILITY ", StringComparison.Ordinal) && !r.StartsWith("* OK [MAILBOXID ", StringComparison.Ordinal)).Select(Imap).Order(StringComparer.Ordinal)],
        "pop3" => [.. lines.Select((line, index) => index == 0 || line.StartsWith("-ERR", StringComparison.Ordinal) ? Pop3(line) : line)],
        _ => [.. lines.Where(l => !Continued().IsMatch(l)).Select(Lmtp)],
    };

    /// <summary>With ... for the values that are others each time, and fit for a line of a list.</summary>
    public static string WithoutValues(string response) =>
        Control().Replace(Values().Replace(response, "$1 ..."), m => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)m.Value[0]:X2}"));

    // A literal's lines belong to the response that announced it.
    private static IEnumerable<string> Joined(IEnumerable<string> lines)
    {
        string? open = null;
        foreach (var line in lines)
        {
            if (open is not null && FirstLine().IsMatch(line))
            {
                yield return open;
                open = null;
            }

            open = open is null ? line : $"{open}{LineEnd}{line}";
        }

        if (open is not null)
            yield return open;
    }

    private static string Imap(string response)
    {
        if (response.StartsWith('+'))
            return "+";
        response = Capabilities().Replace(response, "CAPABILITY ...");
        // RFC 5258 §4, RFC 6154 §2: unless it is asked for them, a server may say which mailboxes have children or a special use.
        response = Attributes().Replace(response, "");
        response = response.Replace("~{", "{", StringComparison.Ordinal).Replace("(\"CHILDINFO\" ", "(CHILDINFO ", StringComparison.Ordinal);
        response = Flags().Replace(response, m => $"{m.Groups[1].Value}({string.Join(' ', Words(m.Groups[2].Value))})");
        if (Status().Match(response) is { Success: true } status)
            return $"{status.Groups[1].Value}{(KeptCode().IsMatch(status.Groups[2].Value) ? $" {status.Groups[2].Value}" : "")}";
        response = Encodings().Replace(response, m => m.Value.ToUpperInvariant());
        response = FieldNames().Replace(response, m => $"{m.Groups[1].Value}({m.Groups[2].Value.Replace("\"", "", StringComparison.Ordinal).ToUpperInvariant()})");
        response = InternalDate().Replace(response, m => $"{m.Groups[1].Value}{Utc(m.Groups[2].Value)}");
        return DataItems.InOrder(response);
    }

    private static IEnumerable<string> Words(string flags) =>
        flags.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(f => !f.Equals("\\Recent", StringComparison.OrdinalIgnoreCase)).OrderBy(f => f == "\\*").ThenBy(f => f, StringComparer.OrdinalIgnoreCase);

    // The same moment in another zone is the same.
    private static string Utc(string date) =>
        DateTimeOffset.TryParseExact(date, "d-MMM-yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.AllowLeadingWhite, out var moment)
            ? moment.UtcDateTime.ToString("dd-MMM-yyyy'T'HH:mm:ss", CultureInfo.InvariantCulture)
            : date;

    private static string Pop3(string line) => StatusIndicator().Match(line) is { Success: true } m ? m.Groups[1].Value : line;

    private static string Lmtp(string line) => line.Length >= 4 && char.IsAsciiDigit(line[0]) ? line[..4].TrimEnd() : line;

    [GeneratedRegex(@"^\* (\d+|\.\.\.) RECENT$")]
    private static partial Regex Recent();

    [GeneratedRegex(@"^\d{3}-")]
    private static partial Regex Continued();

    [GeneratedRegex(@"^(\* |\+|[^ ]+ (OK|NO|BAD) |\(the end\)|\(silence\))")]
    private static partial Regex FirstLine();

    [GeneratedRegex(@"\p{Cc}")]
    private static partial Regex Control();

    [GeneratedRegex(@"CAPABILITY [^\]]*")]
    private static partial Regex Capabilities();

    [GeneratedRegex(@"\b(UIDVALIDITY|HIGHESTMODSEQ|MODSEQ|APPENDUID|COPYUID) (?:\([0-9]+\)|[0-9]+)")]
    private static partial Regex Values();

    [GeneratedRegex(@"((?:FLAGS|LIST|LSUB) )\(([^)]*)\)")]
    private static partial Regex Flags();

    [GeneratedRegex(@"\\(HasChildren|HasNoChildren|UnMarked|Marked|Archive|Drafts|Junk|Sent|Trash)\b ?(?=[^)]*\) ""/"" )")]
    private static partial Regex Attributes();

    [GeneratedRegex(@"^([^ ]+ (?:OK|NO|BAD|BYE|PREAUTH))(?: (\[[^\]]*\]))?.*$", RegexOptions.Singleline)]
    private static partial Regex Status();

    // The codes that clients act on; others help people who read them.
    [GeneratedRegex(@"^\[(UIDVALIDITY|UIDNEXT|PERMANENTFLAGS|READ-ONLY|READ-WRITE|APPENDUID|COPYUID|HIGHESTMODSEQ|MODIFIED|TRYCREATE|CLOSED|UNSEEN)\b")]
    private static partial Regex KeptCode();

    // RFC 9051 §9: strings of body-fld-enc are matched without regard to case.
    [GeneratedRegex("\"(7bit|8bit|binary|base64|quoted-printable)\"", RegexOptions.IgnoreCase)]
    private static partial Regex Encodings();

    [GeneratedRegex(@"(HEADER\.FIELDS(?:\.NOT)? )\(([^)]*)\)")]
    private static partial Regex FieldNames();

    [GeneratedRegex("(INTERNALDATE )\"([^\"]*)\"")]
    private static partial Regex InternalDate();

    [GeneratedRegex(@"^(\+OK|-ERR)")]
    private static partial Regex StatusIndicator();
}
