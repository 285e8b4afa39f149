using Postfach.Mail;

namespace Postfach.Files;

/// <summary>Finds out of what kind a source is, and opens it.</summary>
public static class SourceReader
{
    /// <param name="path">A file or a folder.</param>
    /// <param name="root">Where its messages go, and below which its folders become mailboxes; null: INBOX, and the top.</param>
    /// <param name="report">Told of what cannot be read, while the messages are asked for.</param>
    /// <returns>Null: nothing here is known as mail.</returns>
    public static MailSource? Open(string path, MailboxName? root, Action<SourceFault> report)
    {
        var full = Path.GetFullPath(path);
        if (File.Exists(full) && IsMbox(full))
        {
            var folder = new SourceFolder(root ?? MailboxName.Inbox, Mbox.Read(full, null, report));
            return new MailSource("mbox:" + full, new FileInfo(full).Length, [folder]);
        }

        if (Directory.Exists(full) && Maildir.IsOne(full))
            return new MailSource("maildir:" + full, 0, Maildir.Folders(full).Select(f => FolderOf(f.Path, f.Name, root, report)).OfType<SourceFolder>());
        return null;
    }

    private static bool IsMbox(string path)
    {
        using var handle = File.OpenHandle(path);
        var beginning = new byte[4096];
        return Mbox.IsOne(beginning.AsSpan(0, RandomAccess.Read(handle, beginning, 0)));
    }

    private static SourceFolder? FolderOf(string path, string name, MailboxName? root, Action<SourceFault> report)
    {
        var text = (root, name) switch
        {
            (null, "") => MailboxName.Inbox.Value,
            (null, _) => name,
            (_, "") => root.Value,
            _ => root.Value + MailboxName.Delimiter + name,
        };
        if (MailboxName.TryParse(text, out var target, out var why))
            return new SourceFolder(target, Maildir.Read(path));
        report(new SourceFault(path, 0, $"no mailbox can have its name: {why}"));
        return null;
    }
}
