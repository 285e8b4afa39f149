using Postfach.Mail;

namespace Postfach.Files;

/// <summary>Where the mailboxes of an export lie: a file or folder each, in folders for the levels above. No two are the same, nor alike but for case.</summary>
/// <param name="parentEnding">What is put behind the name of a folder that has mailboxes below it.</param>
internal sealed class MailboxPaths(string root, string parentEnding)
{
    private readonly Dictionary<(string Above, string Level), string> _names = [];
    private readonly HashSet<(string Above, string Name)> _taken = [];

    public string this[MailboxName mailbox]
    {
        get
        {
            var levels = mailbox.Value.Split(MailboxName.Delimiter);
            var path = root;
            for (var i = 0; i < levels.Length; i++)
                path = Path.Combine(path, NameOf(path, levels[i]) + (i < levels.Length - 1 ? parentEnding : ""));
            return path;
        }
    }

    private string NameOf(string above, string level)
    {
        if (_names.TryGetValue((above, level), out var known))
            return known;
        var name = FileLevel.Encode(level);
        if (!_taken.Add((above, name.ToUpperInvariant())))
            name = FileLevel.EncodeApart(level);
        return _names[(above, level)] = name;
    }
}
