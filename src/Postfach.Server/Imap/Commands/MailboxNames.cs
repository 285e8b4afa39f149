using Postfach.Mail;

namespace Postfach.Server.Imap.Commands;

/// <summary>Mailbox names as a tree that is written down.</summary>
internal static class MailboxNames
{
    /// <summary>Sorts names before those that begin with them and go on below, and those before all others.</summary>
    private static readonly Comparer<string> TreeOrder = Comparer<string>.Create((left, right) =>
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        return Rank(left, common).CompareTo(Rank(right, common));
    });

    /// <summary>The names and, where they are missing, those of the levels above them; each directly before what is below it.</summary>
    public static IReadOnlyList<string> WithParents(IEnumerable<string> names)
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            // A parent that is there already has all of its own.
            for (var end = name.Length; end > 0 && all.Add(name[..end]);)
                end = name.LastIndexOf(MailboxName.Delimiter, end - 1);
        }

        var sorted = all.ToList();
        sorted.Sort(TreeOrder);
        return sorted;
    }

    private static int Rank(string name, int at) => at == name.Length ? -2 : name[at] == MailboxName.Delimiter ? -1 : name[at];
}
