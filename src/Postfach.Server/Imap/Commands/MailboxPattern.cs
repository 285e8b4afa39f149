using Postfach.Mail;

namespace Postfach.Server.Imap.Commands;

/// <summary>A mailbox name with wildcards: <c>*</c> stands for anything, <c>%</c> for anything within a level. RFC 9051 §6.3.9. Not thread-safe.</summary>
internal sealed class MailboxPattern
{
    private readonly string _pattern;
    private bool[] _reached = [];

    public MailboxPattern(string pattern)
    {
        // RFC 9051 §5.1: INBOX in any case, also in front of what is below it.
        var first = pattern.Split(MailboxName.Delimiter)[0];
        _pattern = first.Equals(MailboxName.Inbox.Value, StringComparison.OrdinalIgnoreCase) ? MailboxName.Inbox.Value + pattern[first.Length..] : pattern;
    }

    public bool StopsAtLevels => _pattern.Contains('%', StringComparison.Ordinal);

    /// <summary>Takes at most pattern times name steps, whatever the wildcards are.</summary>
    public bool Matches(string name)
    {
        // reached[i]: the pattern up to some place can stand for the name's first i characters.
        if (_reached.Length <= name.Length)
            _reached = new bool[name.Length + 1];
        var reached = _reached.AsSpan(0, name.Length + 1);
        reached.Clear();
        reached[0] = true;
        foreach (var character in _pattern)
        {
            if (character is '*' or '%')
                Spread(reached, name, stopAtLevel: character == '%');
            else
                Step(reached, name, character);
        }

        return reached[^1];
    }

    private static void Spread(Span<bool> reached, string name, bool stopAtLevel)
    {
        for (var i = 0; i < name.Length; i++)
            reached[i + 1] |= reached[i] && !(stopAtLevel && name[i] == MailboxName.Delimiter);
    }

    private static void Step(Span<bool> reached, string name, char character)
    {
        for (var i = name.Length; i > 0; i--)
            reached[i] = reached[i - 1] && name[i - 1] == character;
        reached[0] = false;
    }
}
