using System.Globalization;
using System.Text;
using Postfach.Mail;

namespace Postfach.Retrieval;

/// <summary>Gives mailboxes of a provider names here that are allowed and that no other one has, in any case of letters. What has to be changed can be seen.</summary>
internal sealed class LandingNames(LocalMailboxes here)
{
    // Room for a number behind it.
    private const int MostBytes = MailboxName.MaxBytes - 16;

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A name that somebody asked for: several may land there.</summary>
    public string Take(string name)
    {
        _taken.Add(name);
        return name;
    }

    /// <summary>The own name of a provider's mailbox.</summary>
    public string TakeOwn(IReadOnlyList<string> levels)
    {
        var allowed = Allowed(levels);
        var name = allowed;
        for (var number = 2; !IsFree(name); number++)
            name = string.Create(CultureInfo.InvariantCulture, $"{allowed} ({number})");
        return Take(name);
    }

    // What is here already in other letters is another mailbox.
    private bool IsFree(string name) =>
        !_taken.Contains(name) && (here.Names.Contains(name) || !here.Names.Any(n => n.Equals(name, StringComparison.OrdinalIgnoreCase)));

    private static string Allowed(IReadOnlyList<string> levels)
    {
        var name = new StringBuilder();
        foreach (var level in levels.Take(MailboxName.MaxLevels))
            name.Append(name.Length > 0 ? "/" : "").Append(AllowedLevel(level));
        var cut = Cut(name.ToString());
        return MailboxName.TryParse(cut, out var good, out _) ? good.Value : "_";
    }

    private static string AllowedLevel(string level)
    {
        var text = new StringBuilder(level.Length);
        foreach (var rune in level.EnumerateRunes())
        {
            // Braces would stand for a date.
            var isGood = !Rune.IsControl(rune) && rune != Rune.ReplacementChar && rune.Value is not ('%' or '*' or '/' or '{' or '}' or 0x2028 or 0x2029);
            text.Append(isGood ? rune.ToString() : "_");
        }

        return text.ToString() is var clean && clean is "" or "." or ".." ? "_" + clean : clean;
    }

    private static string Cut(string name)
    {
        var end = name.Length;
        while (Encoding.UTF8.GetByteCount(name.AsSpan(0, end)) > MostBytes)
            end -= char.IsLowSurrogate(name[end - 1]) ? 2 : 1;
        return name[..end].TrimEnd('/');
    }
}
