using System.Text;

namespace Postfach.Mail;

/// <summary>A mailbox name with wildcards: <c>*</c> stands for anything, <c>%</c> for anything within a level. RFC 9051 §6.3.9. Not thread-safe.</summary>
public sealed class MailboxPattern(string pattern)
{
    private readonly string _pattern = WithoutRepeats(pattern);
    private bool[] _reached = [];

    public bool StopsAtLevels => _pattern.Contains('%', StringComparison.Ordinal);

    /// <summary>Takes at most pattern times name steps, whatever the wildcards are.</summary>
    public bool Matches(string name)
    {
        if (_reached.Length <= name.Length)
            _reached = new bool[name.Length + 1];

        // reached[i]: the pattern up to some place can stand for the name's first i characters.
        var reached = _reached.AsSpan(0, name.Length + 1);
        reached.Clear();
        reached[0] = true;
        var anyCase = LengthInAnyCase(name);
        foreach (var character in _pattern)
        {
            if (character is '*' or '%')
                Spread(reached, name, stopAtLevel: character == '%');
            else if (!Step(reached, name, character, anyCase))
                return false;
        }

        return reached[^1];
    }

    // RFC 9051 §5.1: INBOX in any case, also in front of what is below it.
    private static int LengthInAnyCase(string name) =>
        name == MailboxName.Inbox.Value || name.StartsWith(MailboxName.Inbox.Value + MailboxName.Delimiter, StringComparison.Ordinal)
            ? MailboxName.Inbox.Value.Length
            : 0;

    /// <summary>Two wildcards in a row are one, and <c>*</c> if either is: a long run of them costs no more than that.</summary>
    private static string WithoutRepeats(string pattern)
    {
        var shorter = new StringBuilder(pattern.Length);
        foreach (var character in pattern)
        {
            var repeats = character is '*' or '%' && shorter.Length > 0 && shorter[^1] is '*' or '%';
            if (!repeats)
                shorter.Append(character);
            else if (character == '*')
                shorter[^1] = '*';
        }

        return shorter.ToString();
    }

    private static void Spread(Span<bool> reached, string name, bool stopAtLevel)
    {
        for (var i = 0; i < name.Length; i++)
            reached[i + 1] |= reached[i] && !(stopAtLevel && name[i] == MailboxName.Delimiter);
    }

    /// <returns>False: nothing is reached any more.</returns>
    private static bool Step(Span<bool> reached, string name, char character, int anyCase)
    {
        var some = false;
        for (var i = name.Length; i > 0; i--)
        {
            reached[i] = reached[i - 1] && name[i - 1] == (i <= anyCase ? char.ToUpperInvariant(character) : character);
            some |= reached[i];
        }

        reached[0] = false;
        return some;
    }
}
