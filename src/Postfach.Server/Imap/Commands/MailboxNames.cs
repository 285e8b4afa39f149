using Postfach.Mail;

namespace Postfach.Server.Imap.Commands;

/// <summary>Mailbox names as a tree that is written down.</summary>
internal static class MailboxNames
{
    /// <summary>The names and, where they are missing, those of the levels above them.</summary>
    /// <param name="names">In the order of <see cref="MailboxName.TreeOrder"/>, as are those that come out.</param>
    public static IEnumerable<string> WithParents(IEnumerable<string> names)
    {
        var last = "";
        foreach (var name in names)
        {
            var common = last.AsSpan().CommonPrefixLength(name);
            for (var end = name.IndexOf(MailboxName.Delimiter); end > 0; end = name.IndexOf(MailboxName.Delimiter, end + 1))
            {
                var isThere = end < common || (end == common && last.Length == common);
                if (!isThere)
                    yield return name[..end];
            }

            yield return name;
            last = name;
        }
    }
}
