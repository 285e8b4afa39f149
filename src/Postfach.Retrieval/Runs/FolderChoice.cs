using Postfach.Mail;

namespace Postfach.Retrieval;

/// <summary>
/// Which mailboxes of a provider are fetched, and where each of them lands: INBOX where the source says, special uses in the account's own mailboxes of
/// those uses, others under their own names. Where one mailbox holds all messages and the others are its labels (Gmail), it is fetched alone, so
/// that nothing comes twice, and each message lands where its labels say; Trash and Junk are not in it, and are left there unless somebody
/// names them. Pure.
/// </summary>
internal static class FolderChoice
{
    private const string Left = "-";

    /// <param name="here">What the account has.</param>
    /// <returns>In the order in which they are fetched: INBOX first.</returns>
    public static IReadOnlyList<FolderLanding> Of(SourceSettings settings, IReadOnlyList<RemoteFolder> folders, LocalMailboxes here)
    {
        if (folders is [var maildrop] && maildrop == RemoteFolder.Maildrop)
            return [new FolderLanding(maildrop, settings.Into)];
        var landings = Land(settings, folders, here);
        var places = folders.Any(f => f.HoldsAll) ? landings.ToDictionary(l => l.Key.Name, l => l.Value, StringComparer.Ordinal) : null;
        var choice = InOrder(folders)
            .Where(f => landings.ContainsKey(f) && IsWanted(settings, f, folders))
            .Select(f => new FolderLanding(f, landings[f], f.HoldsAll ? places : null)).ToList();
        if (settings.Rule.ViaTrash is not null && folders.FirstOrDefault(f => f.Use == SpecialUse.Trash) is { } trash && choice.All(c => c.Folder != trash))
            choice.Add(new FolderLanding(trash, Into: null));
        return choice;
    }

    // The same order at every run, so that names that clash are changed in the same way.
    private static IEnumerable<RemoteFolder> InOrder(IReadOnlyList<RemoteFolder> folders) =>
        folders.OrderByDescending(f => f.IsInbox).ThenBy(f => f.Use == SpecialUse.None).ThenBy(f => f.Name, StringComparer.Ordinal);

    private static bool IsWanted(SourceSettings settings, RemoteFolder folder, IReadOnlyList<RemoteFolder> folders)
    {
        var (wanted, unwanted) = (settings.Mailboxes.Where(p => p is not ['!', ..]).ToList(), settings.Mailboxes.Where(p => p is ['!', ..]).Select(p => p[1..]));
        if (unwanted.Any(p => Names(p, folder) || Fits(p, folder)))
            return false;
        var isNamed = wanted.Any(p => Names(p, folder)) || settings.Folders.Any(f => Split(f) is ({ } name, not Left) && Names(name, folder));
        var isPattern = wanted.Count == 0 || wanted.Any(p => Fits(p, folder));
        if (folders.FirstOrDefault(f => f.HoldsAll) is { } all)
        {
            // Labels double what is in it; the other two hold what is not in it.
            return folder.Use is SpecialUse.Trash or SpecialUse.Junk ? isNamed
                : folder.HoldsAll ? isPattern || isNamed
                : (isNamed || isPattern) && !IsWanted(settings, all, folders);
        }

        // A view of the other mailboxes doubles them as well.
        return isNamed || (isPattern && folder.Use is not (SpecialUse.All or SpecialUse.Flagged));
    }

    /// <summary>Where each mailbox lands; those that are left there are missing.</summary>
    private static Dictionary<RemoteFolder, string> Land(SourceSettings settings, IReadOnlyList<RemoteFolder> folders, LocalMailboxes here)
    {
        var landings = new Dictionary<RemoteFolder, string>();
        var names = new LandingNames(here);
        var own = new List<RemoteFolder>();
        foreach (var folder in InOrder(folders))
        {
            var mapped = Mapped(settings, folder);
            if (mapped == Left)
                continue;
            if (mapped is null && !folder.IsInbox && !HasPlace(folder))
                own.Add(folder);
            else
                landings[folder] = names.Take(mapped ?? (folder.IsInbox ? settings.Into : here.Of(folder.Use)));
        }

        foreach (var folder in own)
            landings[folder] = names.TakeOwn(folder.Levels);
        return landings;
    }

    private static bool HasPlace(RemoteFolder folder) => folder.Use is not (SpecialUse.None or SpecialUse.Flagged) && (folder.Use != SpecialUse.All || folder.HoldsAll);

    // A name counts for more than a use that another mailbox's name may be.
    private static string? Mapped(SourceSettings settings, RemoteFolder folder)
    {
        var pairs = settings.Folders.Select(Split).ToList();
        return pairs.FirstOrDefault(p => IsName(p.From, folder)).Into ?? pairs.FirstOrDefault(p => IsUse(p.From, folder)).Into;
    }

    private static (string? From, string? Into) Split(string pair) => pair.LastIndexOf('=') is > 0 and var equals ? (pair[..equals], pair[(equals + 1)..]) : default;

    private static bool Names(string pattern, RemoteFolder folder) => IsName(pattern, folder) || IsUse(pattern, folder);

    private static bool IsName(string? name, RemoteFolder folder) =>
        name is not null && (name == folder.Name || name == Joined(folder) || (folder.IsInbox && name.Equals("INBOX", StringComparison.OrdinalIgnoreCase)));

    private static bool IsUse(string? name, RemoteFolder folder) =>
        folder.Use != SpecialUse.None && name is not null && name.TrimStart('\\').Equals(folder.Use.ToString(), StringComparison.OrdinalIgnoreCase);

    private static bool Fits(string pattern, RemoteFolder folder) => new MailboxPattern(pattern) is var p && (p.Matches(Joined(folder)) || p.Matches(folder.Name));

    private static string Joined(RemoteFolder folder) => string.Join(MailboxName.Delimiter, folder.Levels);
}
