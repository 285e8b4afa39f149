using MailKit;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>Lists the mailboxes of an account with how each is: in one round trip where the server has LIST-STATUS, else one a mailbox. RFC 5819, RFC 6154.</summary>
internal static class ImapFolderList
{
    private const StatusItems Always = StatusItems.UidValidity | StatusItems.UidNext | StatusItems.Count;

    private static readonly (FolderAttributes Attribute, SpecialUse Use)[] Uses =
    [
        (FolderAttributes.All, SpecialUse.All), (FolderAttributes.Archive, SpecialUse.Archive), (FolderAttributes.Drafts, SpecialUse.Drafts),
        (FolderAttributes.Flagged, SpecialUse.Flagged), (FolderAttributes.Junk, SpecialUse.Junk), (FolderAttributes.Sent, SpecialUse.Sent), (FolderAttributes.Trash, SpecialUse.Trash),
    ];

    public static async Task<IReadOnlyList<RemoteFolder>> ReadAsync(ImapConnection connection, CancellationToken ct)
    {
        var client = connection.Client;
        var wanted = Always | (connection.HasModSeqs ? StatusItems.HighestModSeq : StatusItems.Unread);
        var found = new Dictionary<string, (IMailFolder Folder, string Prefix)>(StringComparer.Ordinal);
        foreach (var space in client.PersonalNamespaces)
        {
            foreach (var folder in await client.GetFoldersAsync(space, wanted, subscribedOnly: false, ct))
                found.TryAdd(folder.FullName, (folder, space.Path));
        }

        if (found.TryAdd(client.Inbox.FullName, (client.Inbox, "")))
            await client.Inbox.StatusAsync(wanted, ct);
        var selectable = found.Values.Where(f => (f.Folder.Attributes & (FolderAttributes.NoSelect | FolderAttributes.NonExistent)) == 0).ToList();
        foreach (var (folder, _) in selectable)
            connection.Remember(folder.FullName, folder);
        return WithUses([.. selectable.Select(f => Describe(f.Folder, f.Prefix, connection))]);
    }

    private static RemoteFolder Describe(IMailFolder folder, string prefix, ImapConnection connection)
    {
        var use = Uses.FirstOrDefault(u => folder.Attributes.HasFlag(u.Attribute)).Use;
        return new RemoteFolder(folder.FullName, Levels(folder.FullName, folder.DirectorySeparator, prefix), use, StatusOf(folder, connection.HasModSeqs), connection.IsGmail && use == SpecialUse.All);
    }

    // What is below INBOX only because everything is stands at the top here. RFC 2342 §5.
    internal static IReadOnlyList<string> Levels(string name, char delimiter, string prefix)
    {
        prefix = prefix.TrimEnd(delimiter);
        var own = prefix.Length > 0 && delimiter != '\0' && name.StartsWith(prefix + delimiter, StringComparison.OrdinalIgnoreCase) ? name[(prefix.Length + 1)..] : name;
        return delimiter == '\0' ? [own] : own.Split(delimiter);
    }

    // How many are unread is a sign of changed flags where there is no better one.
    private static RemoteCursor? StatusOf(IMailFolder folder, bool hasModSeqs) => folder.UidValidity > 0 && folder.UidNext is { IsValid: true } next
        ? new RemoteCursor(folder.UidValidity, next.Id, folder.HighestModSeq, (uint)folder.Count, hasModSeqs ? 0 : (uint)folder.Unread)
        : null;

    // Uses that the server does not tell are those of well-known names, the one nearest to the top.
    private static List<RemoteFolder> WithUses(IReadOnlyList<RemoteFolder> folders)
    {
        var told = folders.Select(f => f.Use).ToHashSet();
        var guessed = folders.Where(f => f is { Use: SpecialUse.None, IsInbox: false })
            .Select(f => (Folder: f, Use: SpecialUseNames.Of(f.Levels[^1])))
            .Where(g => g.Use != SpecialUse.None && !told.Contains(g.Use) && g.Folder.Levels.Count <= 2)
            .GroupBy(g => g.Use)
            .ToDictionary(g => g.OrderBy(f => f.Folder.Levels.Count).ThenBy(f => f.Folder.Name, StringComparer.Ordinal).First().Folder.Name, g => g.Key, StringComparer.Ordinal);
        return [.. folders.Select(f => guessed.TryGetValue(f.Name, out var use) ? f with { Use = use } : f)];
    }
}
