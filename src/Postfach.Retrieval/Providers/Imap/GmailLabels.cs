namespace Postfach.Retrieval;

/// <summary>Which mailbox a message of Gmail's All Mail belongs to, by its labels (X-GM-EXT-1): the one a person would look for it in first.</summary>
internal static class GmailLabels
{
    private static readonly (string Label, Postfach.Mail.SpecialUse Use)[] System = [("\\Draft", Mail.SpecialUse.Drafts), ("\\Drafts", Mail.SpecialUse.Drafts), ("\\Sent", Mail.SpecialUse.Sent)];

    /// <param name="labels">As the provider tells them.</param>
    /// <returns>A mailbox's name; null: it has no label that is a mailbox, and lies in the archive.</returns>
    public static string? PlaceOf(IReadOnlyCollection<string> labels, IReadOnlyList<RemoteFolder> folders)
    {
        if (labels.Contains("\\Inbox", StringComparer.OrdinalIgnoreCase))
            return folders.FirstOrDefault(f => f.IsInbox)?.Name;
        foreach (var (label, use) in System)
        {
            if (labels.Contains(label, StringComparer.OrdinalIgnoreCase) && folders.FirstOrDefault(f => f.Use == use) is { } folder)
                return folder.Name;
        }

        return labels.Where(l => !l.StartsWith('\\')).Order(StringComparer.Ordinal).FirstOrDefault(l => folders.Any(f => f.Name == l));
    }
}
