using Postfach.Mail;

namespace Postfach.Retrieval;

/// <summary>Which mailboxes of a provider are fetched, and where each of them lands.</summary>
internal static class FolderChoice
{
    /// <summary>In the order in which they are fetched: INBOX first.</summary>
    public static IEnumerable<(RemoteFolder Folder, string Into)> Of(SourceSettings settings, IReadOnlyList<RemoteFolder> folders) =>
        folders.OrderByDescending(f => f.IsInbox).Select(f => (f, settings.Into));
}
