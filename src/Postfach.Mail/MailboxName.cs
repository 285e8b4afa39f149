using System.Text;

namespace Postfach.Mail;

/// <summary>
/// A mailbox's name: levels parted by <c>/</c>, well-formed Unicode in NFC, <c>INBOX</c> in whatever case it was written. RFC 9051 §5.1.
/// Two names are the same when their characters are (INBOX apart).
/// </summary>
public sealed record MailboxName
{
    public const char Delimiter = '/';

    /// <summary>The longest name in bytes of UTF-8, and the greatest number of levels.</summary>
    public const int MaxBytes = 1024, MaxLevels = 64;

    /// <summary>Orders names so that each stands directly before those below it; by their characters otherwise.</summary>
    public static readonly IComparer<string> TreeOrder = Comparer<string>.Create((left, right) =>
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        return Rank(left, common).CompareTo(Rank(right, common));
    });

    public static readonly MailboxName Inbox = new("INBOX");

    private MailboxName(string value) => Value = value;

    public string Value { get; }

    public bool IsInbox => ReferenceEquals(Value, Inbox.Value) || Value == Inbox.Value;

    /// <summary>The name one level up; null at the top.</summary>
    public MailboxName? Parent => Value.LastIndexOf(Delimiter) is > 0 and var slash ? new MailboxName(Value[..slash]) : null;

    /// <summary>Reads a name as a client gave it. False, with a reason for its user, when no mailbox can have it.</summary>
    public static bool TryParse(string text, out MailboxName name, out string why)
    {
        (name, why) = (Inbox, Refusal(text) ?? "");
        if (why.Length > 0)
            return false;
        name = new MailboxName(WithCanonicalInbox(text.Normalize(NormalizationForm.FormC)));
        return true;
    }

    /// <summary>A name that is known to be good: a constant, or read back from the store.</summary>
    /// <exception cref="FormatException">It is not good.</exception>
    public static MailboxName Parse(string text) => TryParse(text, out var name, out var why) ? name : throw new FormatException(why);

    public bool IsBelow(MailboxName ancestor) =>
        Value.Length > ancestor.Value.Length && Value[ancestor.Value.Length] == Delimiter && Value.StartsWith(ancestor.Value, StringComparison.Ordinal);

    /// <summary>This name after <paramref name="from"/>, which it is or lies below, was renamed to <paramref name="to"/>.</summary>
    public MailboxName Moved(MailboxName from, MailboxName to) => new(to.Value + Value[from.Value.Length..]);

    public override string ToString() => Value;

    private static int Rank(string name, int at) => at == name.Length ? -2 : name[at] == Delimiter ? -1 : name[at];

    private static string WithCanonicalInbox(string text)
    {
        // RFC 9051 §5.1: INBOX means this user's primary mailbox in any case. The same first level holds its children together.
        if (text.Equals("INBOX", StringComparison.OrdinalIgnoreCase))
            return Inbox.Value;
        return text.StartsWith("INBOX/", StringComparison.OrdinalIgnoreCase) ? string.Concat(Inbox.Value, text.AsSpan(5)) : text;
    }

    private static string? Refusal(string text)
    {
        if (text.Length == 0)
            return "A mailbox name cannot be empty";
        if (!IsWellFormed(text))
            return "A mailbox name must be well-formed Unicode";
        if (Encoding.UTF8.GetByteCount(text) > MaxBytes)
            return $"A mailbox name has at most {MaxBytes} bytes";
        var levels = text.Split(Delimiter);
        if (levels.Length > MaxLevels)
            return $"A mailbox name has at most {MaxLevels} levels";
        foreach (var level in levels)
        {
            if (level.Length == 0)
                return "A level of a mailbox name cannot be empty";
            if (level is "." or "..")
                return "A level of a mailbox name cannot be . or ..";
        }

        // RFC 9051 §5.1: % and * would match other names in LIST; RFC 5198 leaves out control characters and line separators.
        foreach (var character in text)
        {
            if (char.IsControl(character) || character is '\u2028' or '\u2029')
                return "A mailbox name cannot have control characters";
            if (character is '%' or '*')
                return "A mailbox name cannot have % or *";
        }

        return null;
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }

        return true;
    }
}
