using Postfach.Mail;

namespace Postfach.Files;

/// <summary>Finds out of what kind a source is, and opens it.</summary>
public static class SourceReader
{
    /// <summary>What a file or folder seems to be; null when nothing there is known as mail.</summary>
    public static SourceFormat? Recognise(string path)
    {
        if (File.Exists(path))
            return MessageFiles.IsOne(path) ? SourceFormat.Eml : Mbox.Begins(path) ? SourceFormat.Mbox : null;
        if (!Directory.Exists(path))
            return null;
        if (ThunderbirdProfile.IsOne(path))
            return SourceFormat.Thunderbird;
        if (Maildir.IsOne(path) || Maildir.Folders(path).Skip(1).Any())
            return SourceFormat.Maildir;
        return MessageFiles.HasSome(path) ? SourceFormat.Eml : MboxFolders.IsOne(path) ? SourceFormat.Mbox : null;
    }

    /// <param name="path">A file or a folder.</param>
    /// <param name="root">Where its messages go, and below which its folders become mailboxes; null: INBOX, and the top.</param>
    /// <param name="report">Told of what cannot be read, while the messages are asked for.</param>
    public static MailSource Open(string path, SourceFormat format, MailboxName? root, Action<SourceFault> report)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var (kind, folders) = format switch
        {
            SourceFormat.Maildir => ("maildir", MaildirFolders(full)),
            SourceFormat.Eml => ("eml", File.Exists(full) ? [new FoundFolder("", MessageFile(full, report))] : MessageFiles.Read(full, report).Select(f => new FoundFolder(f.Name, f.Messages, f.List.UidValidity, f.List.UidNext))),
            SourceFormat.Thunderbird => ("thunderbird", ThunderbirdProfile.Files(full).Select(f => MboxFile(f.Name, f.Path, null, report))),
            _ => ("mbox", MboxFiles(full).Select(f => MboxFile(f.Name, f.Path, QuotingOf(format), report))),
        };
        return new MailSource($"{kind}:{full}", BytesOf(full), folders.Select(f => Folder(f, full, root, report)).OfType<SourceFolder>());
    }

    private static IEnumerable<(string Name, string Path)> MboxFiles(string path) => File.Exists(path) ? [("", path)] : MboxFolders.Files(path, "");

    private static IEnumerable<SourceMessage> MessageFile(string path, Action<SourceFault> report)
    {
        if (MessageFiles.Message(path, MessageList.Read(Path.GetDirectoryName(path) ?? ""), report) is { } message)
            yield return message;
    }

    private static FoundFolder MboxFile(string name, string path, Quoting? quoting, Action<SourceFault> report) => new(name, Mbox.Read(path, quoting, report));

    private static IEnumerable<FoundFolder> MaildirFolders(string root)
    {
        foreach (var (path, name) in Maildir.Folders(root).Where(f => Maildir.IsOne(f.Path)))
        {
            var uids = UidList.Read(path, servesPop3: name.Length == 0);
            yield return new FoundFolder(name, Maildir.Read(path, uids), uids.UidValidity, uids.UidNext);
        }
    }

    private static Quoting? QuotingOf(SourceFormat format) => format switch
    {
        SourceFormat.Mboxo or SourceFormat.Mboxcl => Quoting.OnlyFrom,
        SourceFormat.Mboxrd => Quoting.OneMore,
        SourceFormat.Mboxcl2 => Quoting.None,
        _ => null,
    };

    private static SourceFolder? Folder(FoundFolder found, string path, MailboxName? root, Action<SourceFault> report)
    {
        var text = (root, found.Name) switch
        {
            (null, "") => MailboxName.Inbox.Value,
            (null, _) => found.Name,
            (_, "") => root.Value,
            _ => root.Value + MailboxName.Delimiter + found.Name,
        };
        if (MailboxName.TryParse(text, out var target, out var why))
            return new SourceFolder(new MailboxFacts(target, found.UidValidity, found.UidNext), found.Messages);
        report(new SourceFault(path, 0, $"no mailbox can be called '{text}': {why}"));
        return null;
    }

    private static long BytesOf(string path) => File.Exists(path)
        ? new FileInfo(path).Length
        : new DirectoryInfo(path).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Sum(f => f.Length);

    /// <summary>A folder by the name that it has in the source.</summary>
    private sealed record FoundFolder(string Name, IEnumerable<SourceMessage> Messages, UidValidity? UidValidity = null, Uid? UidNext = null);
}
