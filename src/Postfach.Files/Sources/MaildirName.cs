using System.Globalization;
using Postfach.Mail;

namespace Postfach.Files;

/// <summary>The name of a message's file in a Maildir: a unique base, and the flags behind <c>:2,</c>.</summary>
/// <param name="Base">The part that stays when flags change.</param>
internal readonly record struct MaildirName(string Base, string Letters)
{
    // Where a colon cannot be in a file's name, others are used for it.
    private static readonly string[] Marks = [":2,", "!2,", ";2,"];

    /// <summary>What stands between the base and the flags of a file that is made here.</summary>
    public static string Mark => Marks[OperatingSystem.IsWindows() ? 2 : 0];

    public static MaildirName Parse(string file)
    {
        foreach (var mark in Marks)
        {
            if (file.LastIndexOf(mark, StringComparison.Ordinal) is > 0 and var at)
                return new MaildirName(file[..at], file[(at + mark.Length)..].Split(',')[0]);
        }

        return new MaildirName(file, "");
    }

    /// <summary>The time of delivery that the name begins with; 0 when it does not.</summary>
    public long Delivered => long.TryParse(Base.AsSpan(0, Math.Max(0, Base.IndexOf('.', StringComparison.Ordinal))), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;

    /// <summary>The letters of system flags, in the order of ASCII.</summary>
    public static string SystemLetters(MessageFlags flags) => string.Concat(
        flags.HasFlag(MessageFlags.Draft) ? "D" : "",
        flags.HasFlag(MessageFlags.Flagged) ? "F" : "",
        flags.HasFlag(MessageFlags.Answered) ? "R" : "",
        flags.HasFlag(MessageFlags.Seen) ? "S" : "",
        flags.HasFlag(MessageFlags.Deleted) ? "T" : "");

    /// <summary>
    /// The name says that the file and the message have the same bytes. Then no LF in it stands for CRLF; Dovecot says so as well, of files all of whose
    /// lines end in CRLF.
    /// </summary>
    public bool IsExact(long size)
    {
        var fields = Base.Split(',');
        return fields.Contains(string.Create(CultureInfo.InvariantCulture, $"S={size}")) && fields.Contains(string.Create(CultureInfo.InvariantCulture, $"W={size}"));
    }

    /// <param name="keywords">What the letters a to z mean; null where that is not known.</param>
    public FlagSet Flags(IReadOnlyList<Keyword?> keywords)
    {
        var system = MessageFlags.None;
        var named = new List<Keyword>();
        foreach (var letter in Letters)
        {
            system |= letter switch
            {
                'S' => MessageFlags.Seen,
                'R' => MessageFlags.Answered,
                'F' => MessageFlags.Flagged,
                'T' => MessageFlags.Deleted,
                'D' => MessageFlags.Draft,
                _ => MessageFlags.None,
            };
            if (letter is >= 'a' and <= 'z' && letter - 'a' < keywords.Count && keywords[letter - 'a'] is { } keyword)
                named.Add(keyword);
            else if (letter == 'P' && Keyword.TryParse("$Forwarded", out var forwarded))
                named.Add(forwarded);
        }

        return FlagSet.Of(system, named);
    }
}
