using System.Globalization;
using Postfach.Mail;

namespace Postfach.Files;

/// <summary>Folders, and folders in them, with a file for each message: .eml, and Apple Mail's .emlx.</summary>
internal static class MessageFiles
{
    private static readonly EnumerationOptions OfOneFolder = new() { AttributesToSkip = FileAttributes.ReparsePoint };

    // 2.eml comes before 10.eml.
    private static readonly StringComparer ByNumber = StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering);

    public static bool IsOne(string path) => IsEml(path) || Emlx.IsOne(path);

    public static bool HasSome(string folder) => Walk(folder).Any(f => f.Files.Count > 0);

    /// <summary>The folders that have messages, with the names of the mailboxes that they become.</summary>
    public static IEnumerable<(string Name, MessageList List, IEnumerable<SourceMessage> Messages)> Read(string root, Action<SourceFault> report)
    {
        foreach (var (folder, files) in Walk(root))
        {
            if (files.Count == 0)
                continue;

            // Those without a UID come after those that have one.
            var list = MessageList.Read(folder);
            var ordered = files.OrderBy(f => list.Has(Path.GetFileName(f)) ? 0 : 1);
            yield return (NameOf(Path.GetRelativePath(root, folder)), list, ordered.Select(f => Message(f, list, report)).OfType<SourceMessage>());
        }
    }

    /// <summary>A message's file as it is now; null when it is gone or is not to be read.</summary>
    public static SourceMessage? Message(string path, MessageList list, Action<SourceFault> report)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                return null;
            return Emlx.IsOne(path) ? Emlx.Read(file, report) : list.Find(file) is { } known ? Eml(file, known) : Eml(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            report(new SourceFault(path, 0, e.Message));
            return null;
        }
    }

    private static bool IsEml(string path) => path.EndsWith(".eml", StringComparison.OrdinalIgnoreCase);

    private static SourceMessage Eml(FileInfo file, MessageFacts known) => new()
    {
        Path = file.FullName,
        Length = file.Length,
        KeepsLineEnds = true,
        Flags = known.Flags,
        Uid = known.Uid,
        InternalDate = known.InternalDate,
    };

    private static SourceMessage Eml(FileInfo file)
    {
        using var handle = File.OpenHandle(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var fields = HeadFields.Read(new FileWindow(handle, FileWindow.ForHeads).From(0, FileWindow.ForHeads));
        return new SourceMessage
        {
            Path = file.FullName,
            Length = file.Length,
            Flags = fields.Flags,
            InternalDate = fields.Date ?? InternalDate.From(new DateTimeOffset(file.LastWriteTimeUtc)),
        };
    }

    private static IEnumerable<(string Folder, List<string> Files)> Walk(string root)
    {
        var waiting = new Stack<string>([root]);
        while (waiting.TryPop(out var folder))
        {
            yield return (folder, [.. Directory.EnumerateFiles(folder, "*", OfOneFolder).Where(IsOne).OrderBy(f => f, ByNumber)]);
            foreach (var below in Directory.EnumerateDirectories(folder, "*", OfOneFolder).OrderDescending(StringComparer.Ordinal))
                waiting.Push(below);
        }
    }

    /// <summary>Apple Mail keeps a mailbox in a folder NAME.mbox, and its messages in folders of no meaning below it.</summary>
    private static string NameOf(string relative)
    {
        var levels = relative == "." ? [] : relative.Split(Path.DirectorySeparatorChar);
        if (levels.Any(IsAppleMailbox))
            levels = [.. levels.Where(IsAppleMailbox).Select(l => l[..^".mbox".Length])];
        return string.Join(MailboxName.Delimiter, levels.Select(FileLevel.Decode));
    }

    private static bool IsAppleMailbox(string level) => level.EndsWith(".mbox", StringComparison.OrdinalIgnoreCase) && level.Length > ".mbox".Length;
}
