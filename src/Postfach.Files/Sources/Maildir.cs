using System.Globalization;
using System.Text;
using Postfach.Mail;
using Postfach.Protocol.Imap;

namespace Postfach.Files;

/// <summary>
/// A Maildir, with subfolders as Maildir++ has them (<c>.Work.2019</c>) or as folders in folders. Other programs may change it while it is read: a message
/// whose flags change is found under its new name, one that leaves is left out.
/// </summary>
internal static class Maildir
{
    public const string KeywordsFile = "dovecot-keywords";

    public static bool IsOne(string folder) => Directory.Exists(Path.Combine(folder, "cur")) && Directory.Exists(Path.Combine(folder, "new"));

    /// <summary>The folders, the Maildir itself (for INBOX) first.</summary>
    public static IEnumerable<(string Path, string Name)> Folders(string root)
    {
        yield return (root, "");
        foreach (var folder in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(folder);
            if (name is "cur" or "new" or "tmp")
                continue;
            if (name.StartsWith('.') && IsOne(folder))
            {
                yield return (folder, string.Join(MailboxName.Delimiter, name[1..].Split('.').Select(Decode)));
            }
            else if (!name.StartsWith('.'))
            {
                foreach (var (path, below) in Folders(folder))
                {
                    if (below.Length > 0 || IsOne(path))
                        yield return (path, below.Length > 0 ? Decode(name) + MailboxName.Delimiter + below : Decode(name));
                }
            }
        }
    }

    /// <summary>The messages of one folder in the order of their UIDs, then in that of their arrival.</summary>
    public static IEnumerable<SourceMessage> Read(string folder, UidList uids)
    {
        var keywords = ReadKeywords(Path.Combine(folder, KeywordsFile));
        var courier = CourierKeywords.Read(folder);
        foreach (var file in Files(folder, uids))
        {
            var now = Current(folder, file);
            if (now is null)
                continue;
            var name = MaildirName.Parse(now.Name);
            yield return new SourceMessage
            {
                Path = now.FullName,
                Length = now.Length,
                KeepsLineEnds = name.IsExact(now.Length),
                Flags = name.Flags(keywords).With(courier.GetValueOrDefault(name.Base, FlagSet.Empty)),
                Uid = uids[name].Uid,
                UniqueId = uids[name].UniqueId,
                InternalDate = InternalDate.From(new DateTimeOffset(now.LastWriteTimeUtc)),
            };
        }
    }

    private static List<string> Files(string folder, UidList uids)
    {
        var files = new List<string>();
        foreach (var part in new[] { "cur", "new" })
        {
            var path = Path.Combine(folder, part);
            if (Directory.Exists(path))
                files.AddRange(Directory.EnumerateFiles(path).Select(f => Path.Combine(part, Path.GetFileName(f))));
        }

        // A message that moves from new to cur in between is met twice.
        return
        [
            .. files.Where(f => !Path.GetFileName(f).StartsWith('.'))
                .Select(f => (File: f, Name: MaildirName.Parse(Path.GetFileName(f))))
                .DistinctBy(f => f.Name.Base)
                .OrderBy(f => uids[f.Name].Uid?.Value ?? uint.MaxValue)
                .ThenBy(f => f.Name.Delivered)
                .ThenBy(f => f.Name.Base, StringComparer.Ordinal)
                .Select(f => f.File),
        ];
    }

    /// <summary>The file where it is now; null when it is gone.</summary>
    private static FileInfo? Current(string folder, string file)
    {
        var info = new FileInfo(Path.Combine(folder, file));
        if (info.Exists)
            return info;
        var name = MaildirName.Parse(Path.GetFileName(file)).Base;
        return new DirectoryInfo(Path.Combine(folder, "cur")).EnumerateFiles().FirstOrDefault(f => MaildirName.Parse(f.Name).Base == name);
    }

    /// <summary>Dovecot's names of the letters a to z: lines of a number and a keyword.</summary>
    private static Keyword?[] ReadKeywords(string path)
    {
        var keywords = new Keyword?[26];
        if (!File.Exists(path))
            return keywords;
        foreach (var line in File.ReadLines(path, Encoding.UTF8))
        {
            var words = line.Split(' ', 2);
            if (words.Length == 2 && int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < keywords.Length
                && Keyword.TryParse(words[1], out var keyword))
            {
                keywords[number] = keyword;
            }
        }

        return keywords;
    }

    private static string Decode(string level) =>
        FileLevel.Decode(MailboxNameCodec.TryDecode(Encoding.UTF8.GetBytes(level), MailboxNameForm.ModifiedUtf7, out var name) ? name : level);
}
